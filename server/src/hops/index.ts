export { currentHops, withHops } from './hops';
