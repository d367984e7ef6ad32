export type { Alias } from './aliases';
export {
  createFactFinders,
  envelopeOf,
  senderKeyOf,
  type Arrival,
  type FactFinder,
  type FactOptions,
  type Gathered,
} from './facts';
export type { Lookups } from './lookups';
