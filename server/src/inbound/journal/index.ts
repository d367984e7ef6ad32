export { createJournal, type JournalOptions } from './journal';
export { createJournalStates, type Claim, type JournalRow, type JournalStates, type Outcome } from './states';
