import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParsedMail } from '../mail';
import type { Answer, Question } from './protocol';
import { bufferOf, mimeTasks, type MimeTasks, type ReadMail } from './tasks';

/**
 * Reads and renders mails in a thread of its own, beside the site's requests and the database. The thread begins with
 * the first task and never keeps the process alive. A task rejects with what went wrong, also when the thread ends under
 * it, or is ended because it took too long; the others get a new thread.
 */
export interface MimeWorker extends MimeTasks {
  /** Whether there is such a thread; false: the tasks are done in the main thread. */
  readonly isBeside: boolean;
  /** Ends the thread; tasks that wait are rejected. */
  stop(): Promise<void>;
}

interface Task {
  question: Question;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const ENDED = 'The thread that reads and renders mails ended.';

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

const revived = (mail: ParsedMail): ParsedMail => ({
  ...mail,
  attachments: mail.attachments.map((attachment) => {
    const { content } = attachment;
    if (content.kind !== 'memory') return attachment;
    return { ...attachment, content: { ...content, bytes: bufferOf(content.bytes) } };
  }),
});

/** @see MimeWorker */
export const createMimeWorker = (
  file: string | null = bundleBeside(),
  taskLimit: number = TASK_LIMIT_MS
): MimeWorker => {
  if (file === null) return { ...mimeTasks, isBeside: false, stop: () => Promise.resolve() };

  /** Given to the thread, which answers in their order. All at once: the main thread may be busy when it wants more. */
  const given: Task[] = [];
  let thread: Worker | null = null;
  let asked = 0;

  /** Runs while the thread has something to do. */
  let late: NodeJS.Timeout | undefined;

  const watch = (): void => {
    clearTimeout(late);
    if (given.length === 0) {
      thread?.unref();
      return;
    }
    thread?.ref();
    late = setTimeout(() => void thread?.terminate(), taskLimit);
    late.unref();
  };

  const begin = (): Worker => {
    const begun = new Worker(file, { name: 'mail-gateway mime' });
    const end = (error: Error): void => {
      if (thread !== begun) return;
      thread = null;
      given.shift()?.reject(error);
      // What comes after the task at which it ended is not to blame.
      for (const task of given.splice(0)) give(task);
      watch();
    };
    begun.on('message', (answer: Answer) => {
      const task = given.shift();
      watch();
      if ('error' in answer) task?.reject(new Error(answer.error));
      else task?.resolve(answer.result);
    });
    begun.on('error', end);
    begun.on('exit', () => end(new Error(ENDED)));
    return begun;
  };

  const give = (task: Task): void => {
    thread ??= begin();
    // A value that cannot be copied throws here, before anything waits for it.
    thread.postMessage(task.question);
    given.push(task);
    if (given.length === 1) watch();
  };

  const ask = (name: Question['task'], input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1;
      // Its callers pair each task with its input.
      give({ question: { id: asked, task: name, input } as Question, resolve, reject });
    });

  return {
    isBeside: true,

    // What comes back is what the task of that name gives.
    async read(raw) {
      const found = (await ask('read', raw)) as ReadMail | null;
      return found && { ...found, mail: revived(found.mail) };
    },
    bodies: async ({ html, text, subject }) =>
      html === null
        ? mimeTasks.bodies({ html, text, subject })
        : (ask('bodies', { html, text, subject }) as ReturnType<MimeTasks['bodies']>),
    show: (raw) => ask('show', raw) as ReturnType<MimeTasks['show']>,
    render: async (options) => bufferOf((await ask('render', options)) as Uint8Array),

    async stop() {
      for (const { reject } of given.splice(0)) reject(new Error(ENDED));
      await thread?.terminate();
    },
  };
};
