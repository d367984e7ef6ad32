export { firstBytes } from './header-tap';
export { createJournal, type Journal, type JournalOptions, type Verdict } from './journal';
export {
  createJournalStates,
  type Claim,
  type Claims,
  type DueMail,
  type JournalRow,
  type JournalStates,
  type Outcome,
} from './states';
