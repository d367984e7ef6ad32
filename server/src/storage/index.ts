export { chunkRows, createChunkStore, type ChunkStore, type StoredBytes } from './chunks';
export { createDatabase, isRetryable, type Database, type Row, type Transaction } from './database';
export { rawModels } from './models';
export { keepTables } from './keep-tables';
export { newDocumentId } from './document-id';
export { sweepChunks } from './sweep-chunks';
export { insertAtOnce, insertRows, type InsertRow } from './insert-rows';
export { createWriter, type Write, type Writer } from './writer';
