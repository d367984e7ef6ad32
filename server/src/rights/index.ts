export { addressOwner, addressOwners, isSameMailbox, type AddressOwner } from './address-owners';
export { adminName, findAbleUser, type AbleUser } from './admin-ability';
export {
  isContentType,
  mayReadEntry,
  reachOf,
  readableEntries,
  type EntryOfSite,
  type Reach,
} from './entry-rights';
