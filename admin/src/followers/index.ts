export { Followers } from './Followers';
export { FollowersSummary } from './FollowersSummary';
