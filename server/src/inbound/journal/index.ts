export { createJournal, type JournalOptions } from './journal';
