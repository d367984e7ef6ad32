/** What runs in the worker thread: one task after the other, in their order. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../errors';
import type { Answer, Question } from './protocol';
import { mimeTasks } from './tasks';

const answerTo = async ({ id, task, input }: Question): Promise<Answer> => {
  try {
    // The question's type pairs each task with its input; the compiler does not follow it through the union.
    return { id, result: await mimeTasks[task](input as never) };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
};

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: Question) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(question)));
});
