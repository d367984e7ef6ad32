import type { MimeTasks } from './tasks';

type TaskName = keyof MimeTasks;

/** To the worker thread. */
export type Question = {
  [Task in TaskName]: { id: number; task: Task; input: Parameters<MimeTasks[Task]>[0] };
}[TaskName];

/** From the worker thread, in the order of the questions. */
export type Answer =
  { id: number; result: Awaited<ReturnType<MimeTasks[TaskName]>> } | { id: number; error: string };
