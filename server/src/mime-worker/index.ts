export { createMimeWorker, type MimeWorker } from './mime-worker';
export type { MimeTasks, SafeBodies } from './tasks';
