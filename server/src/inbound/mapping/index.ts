export { applyMapping, type AppliedMapping, type ApplyMappingInput } from './apply';
export { takesDefault } from './check-default';
export { checkMapping, type MappingCheck } from './check';
export { placeImages } from './place-images';
export { proposeMapping } from './propose';
export { shapeOf, type StrapiSchema } from './shape';
export { isSource, sourcesFor } from './sources';
export type {
  AttributeShape,
  ContentTypeShape,
  Defaults,
  EntryStatus,
  Mapping,
  MediaWish,
  Problem,
  RelationLookup,
  Source,
  UniqueValue,
} from './types';
