import type { Newcomer } from './newcomer';
import type { Follower } from './types';

/** As whom a row follows. */
export type Identity = Pick<Follower, 'address' | 'name' | 'adminUser' | 'channel'>;

/** As whom somebody follows who was not there before. */
export const identityOf = ({ address, name, adminUser, channel }: Newcomer): Identity => ({
  address,
  name,
  adminUser,
  channel: channel ?? (adminUser === null ? 'email' : 'inbox'),
});

/**
 * Whether the row that rules for an admin user is left as it is, and one is made for them beside it: whoever left by an
 * address is not brought back, nor replaced, by an admin user who calls it theirs.
 */
export const isApart = (own: Follower | null, { cameBy }: Newcomer): boolean =>
  own?.adminUser === null && own.state === 'unfollowed' && cameBy === undefined;

/**
 * What becomes of a row that is there already where somebody is to follow by it.
 * @param isOrphaned the row is that of an admin user who was deleted.
 * @returns as whom it follows from now on; `unchanged`: as it says; null: it is blocked, and stays so.
 */
export const renewalOf = (
  known: Follower,
  newcomer: Newcomer,
  isOrphaned: boolean
): Identity | 'unchanged' | null => {
  if (known.state === 'blocked') return null;
  const { adminUser, cameBy } = newcomer;
  // By an address an admin user does not take over a row that was made for it.
  const staysAddress = known.adminUser === null && cameBy !== undefined;
  const isAsWanted = adminUser === null ? !isOrphaned : staysAddress || known.adminUser === adminUser;
  if (known.state === 'active' && isAsWanted) return 'unchanged';
  // Whoever left comes back; or an admin user's address followed before as a stranger's, or is one again.
  const { address, name, channel } = known;
  return staysAddress ? { address, name, adminUser: null, channel } : identityOf(newcomer);
};
