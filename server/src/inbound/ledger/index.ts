export { createLedger, type Effect, type Holder, type Ledger, type LoopQuestion } from './ledger';
export { isCopy, type Rival } from './sameness';
