import type { AttributeShape, ContentTypeShape } from './types';

/** What is read of a content type as Strapi holds it (`strapi.contentTypes[uid]`). */
export interface StrapiSchema {
  uid: string;
  attributes: Readonly<Record<string, object>>;
  options?: object;
  pluginOptions?: object;
}

/** Attributes that Strapi adds and fills itself. */
const MANAGED = new Set([
  ...['id', 'documentId', 'createdAt', 'updatedAt', 'publishedAt', 'createdBy', 'updatedBy', 'locale'],
  'localizations',
]);

const read = (value: object | undefined, name: string): unknown =>
  value === undefined ? undefined : Reflect.get(value, name);

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};
const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const stringsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The attribute that tells whose entry it is: the first of type email. */
const addressAttribute = (schema: StrapiSchema | undefined): string | undefined =>
  Object.entries(schema?.attributes ?? {}).find(([, attribute]) => read(attribute, 'type') === 'email')?.[0];

const known = (shape: AttributeShape): AttributeShape => {
  // Only undefined members are dropped, so that what is left is the shape again.
  const entries = Object.entries(shape).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as AttributeShape;
};

const attributeShape = (
  attribute: object,
  schemaOf: (uid: string) => StrapiSchema | undefined
): AttributeShape => {
  const relation = stringOf(read(attribute, 'relation'));
  const target = relation?.startsWith('morph') ? undefined : stringOf(read(attribute, 'target'));
  return known({
    type: stringOf(read(attribute, 'type')) ?? 'unknown',
    required: read(attribute, 'required') === true || undefined,
    unique: read(attribute, 'unique') === true || undefined,
    hasDefault: (read(attribute, 'default') ?? null) !== null || undefined,
    maxLength: numberOf(read(attribute, 'maxLength')),
    minLength: numberOf(read(attribute, 'minLength')),
    min: numberOf(read(attribute, 'min')),
    max: numberOf(read(attribute, 'max')),
    regex: stringOf(read(attribute, 'regex')),
    enum: stringsOf(read(attribute, 'enum')),
    multiple: read(attribute, 'multiple') === true || relation?.endsWith('ToMany') || undefined,
    allowedTypes: stringsOf(read(attribute, 'allowedTypes')),
    target,
    targetAddress: target === undefined ? undefined : addressAttribute(schemaOf(target)),
    customField: stringOf(read(attribute, 'customField')),
  });
};

/**
 * Strapi's schema of a content type → what the mapping works on.
 * @param schemaOf gives the schema of a relation's target.
 */
export const shapeOf = (
  schema: StrapiSchema,
  schemaOf: (uid: string) => StrapiSchema | undefined
): ContentTypeShape => {
  const i18n = read(schema.pluginOptions, 'i18n');
  const attributes = Object.entries(schema.attributes)
    .filter(([name, attribute]) => !MANAGED.has(name) && read(attribute, 'writable') !== false)
    .map(([name, attribute]): [string, AttributeShape] => [name, attributeShape(attribute, schemaOf)]);
  return {
    uid: schema.uid,
    draftAndPublish: read(schema.options, 'draftAndPublish') === true,
    localised: isObject(i18n) && read(i18n, 'localized') === true,
    attributes: Object.fromEntries(attributes),
  };
};
