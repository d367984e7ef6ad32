export { createLedger, type Effect, type Holder, type Ledger } from './ledger';
export { isCopy, type Rival } from './sameness';
