export { ReplayManyButton, type Chosen } from './ReplayManyButton';
export { ReplayRun } from './ReplayRun';
export { useReplayMany, type ReplayMany } from './use-replay-many';
