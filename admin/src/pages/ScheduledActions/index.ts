export { ScheduledActionsPage as default } from './ScheduledActionsPage';
