export { chunkRows, createChunkStore, type ChunkStore, type StoredBytes } from './chunks';
export { countingStore } from './counting-store';
export {
  createDatabase,
  isRetryable,
  type Database,
  type Expression,
  type Row,
  type Transaction,
} from './database';
export { rawModels } from './models';
export { keepTables } from './keep-tables';
export { newDocumentId } from './document-id';
export { sweepChunks } from './sweep-chunks';
export { insertAtOnce, insertRows, portions, type InsertRow } from './insert-rows';
export type { NewRows, UpdateRow } from './late-rows';
export { createWriter, type FirstRow, type Within, type Write, type Writer } from './writer';
export { createTogether, type Announced, type Together } from './together';
export { updateRows, type OwnColumns, type RowUpdate } from './update-rows';
