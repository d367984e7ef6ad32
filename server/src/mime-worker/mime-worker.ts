import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParsedMail } from '../mail';
import type { Answer, Question } from './protocol';
import { mimeTasks, type MimeTasks } from './tasks';

/**
 * Reads and renders mails in a thread of its own, beside the site's requests and the database. The thread begins with
 * the first task and never keeps the process alive. A task rejects with what went wrong, also when the thread ends under
 * it, or is ended because no task came to its end for so long; the next one gets a new thread.
 */
export interface MimeWorker extends MimeTasks {
  /** Ends the thread; tasks that wait are rejected. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The bundle of `entry.ts`, which the build puts beside that of the server. */
const BUNDLE = 'mime-worker.mjs';

/** Milliseconds for one task: more than the reading of any mail may take (`ParseLimits`). */
const TASK_LIMIT_MS = 150_000;

/** Null where there is none: run from source, or as an ES module, the tasks are done in the main thread. */
const bundleBeside = (): string | null => {
  if (typeof __dirname !== 'string') return null;
  const file = path.join(__dirname, BUNDLE);
  return existsSync(file) ? file : null;
};

/** Buffers come out of a thread as plain byte arrays. */
const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const revived = (mail: ParsedMail | null): ParsedMail | null =>
  mail && {
    ...mail,
    attachments: mail.attachments.map((attachment) => {
      const { content } = attachment;
      if (content.kind !== 'memory') return attachment;
      return { ...attachment, content: { ...content, bytes: bufferOf(content.bytes) } };
    }),
  };

/** @see MimeWorker */
export const createMimeWorker = (
  file: string | null = bundleBeside(),
  taskLimit: number = TASK_LIMIT_MS
): MimeWorker => {
  if (file === null) return { ...mimeTasks, stop: () => Promise.resolve() };

  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let asked = 0;

  /** Runs while the thread has something to do. */
  let late: NodeJS.Timeout | undefined;

  const expectAnswer = (from: Worker): void => {
    late = setTimeout(() => void from.terminate(), taskLimit);
    late.unref();
  };

  const begin = (): Worker => {
    const begun = new Worker(file, { name: 'mail-gateway mime' });
    const end = (error: Error): void => {
      clearTimeout(late);
      if (thread !== begun) return;
      thread = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    begun.on('message', (answer: Answer) => {
      const task = waiting.get(answer.id);
      waiting.delete(answer.id);
      clearTimeout(late);
      if (waiting.size === 0) begun.unref();
      else expectAnswer(begun);
      if ('error' in answer) task?.reject(new Error(answer.error));
      else task?.resolve(answer.result);
    });
    begun.on('error', end);
    begun.on('exit', () => end(new Error('The thread that reads and renders mails ended.')));
    return begun;
  };

  const ask = (task: Question['task'], input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1;
      thread ??= begin();
      // A value that cannot be copied throws here, before anything waits for it.
      thread.postMessage({ id: asked, task, input });
      if (waiting.size === 0) expectAnswer(thread);
      waiting.set(asked, { resolve, reject });
      thread.ref();
    });

  return {
    // What comes back is what the task of that name gives.
    read: async (raw) => revived((await ask('read', raw)) as ParsedMail | null),
    bodies: async (input) =>
      input.html === null
        ? mimeTasks.bodies(input)
        : (ask('bodies', input) as ReturnType<MimeTasks['bodies']>),
    markdown: (html) => ask('markdown', html) as Promise<string>,
    render: async (options) => bufferOf((await ask('render', options)) as Uint8Array),

    async stop() {
      await thread?.terminate();
    },
  };
};
