export { firstBytes } from './header-tap';
export { createJournal, type Journal, type JournalOptions, type Verdict } from './journal';
export { createJournalStates, type Claim, type Claims, type DueMail, type JournalStates } from './states';
export type { Outcome } from './outcome-columns';
export type { JournalRow } from '../types';
