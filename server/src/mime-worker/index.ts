export { createMimeWorker, type MimeWorker } from './mime-worker';
export type { MimeTasks, OwnWords, ReadMail, SafeBodies } from './tasks';
