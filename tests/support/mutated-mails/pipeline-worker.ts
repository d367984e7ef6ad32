import { parentPort } from 'node:worker_threads';
import { takeThrough } from './pipeline';

/** Runs in a thread of its own, so that a mail that hangs can be told from one that takes long. */
parentPort?.on('message', (raw: Uint8Array) => {
  takeThrough(Buffer.from(raw)).then(
    () => parentPort?.postMessage(null),
    (error: unknown) =>
      parentPort?.postMessage(error instanceof Error ? (error.stack ?? error.message) : String(error))
  );
});
