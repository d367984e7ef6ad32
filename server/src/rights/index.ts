export { adminAddresses, adminName, findAbleUser, isAdminAddress, type AbleUser } from './admin-ability';
export {
  isContentType,
  mayReadEntry,
  reachOf,
  readableEntries,
  type EntryOfSite,
  type Reach,
} from './entry-rights';
