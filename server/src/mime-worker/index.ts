export { createMimeWorker, type MimeWorker } from './mime-worker';
export type { MimeTasks, ReadMail, SafeBodies } from './tasks';
