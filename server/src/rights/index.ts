export { findAbleUser, isAdminAddress, type AbleUser } from './admin-ability';
export { isContentType, mayReadEntry, readableEntries, type EntryOfSite } from './entry-rights';
