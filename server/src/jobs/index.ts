export { createEngine, type Engine } from './engine';
export { createLeases, type Lease, type Leases } from './leases';
export {
  createScheduledActions,
  type ScheduledAction,
  type ScheduledActionDefinition,
  type ScheduledActions,
} from './scheduled-actions';
