import type { MailAddress } from '../mail';
import type { AddressOwner } from '../rights';
import type { Follower } from './types';

/** Somebody who is to follow a thread. */
export interface Newcomer extends MailAddress {
  /** documentId of the admin user; null for an address. */
  adminUser: string | null;
  /** Default: `inbox` for an admin user, `email` for an address. */
  channel?: Follower['channel'];
  /** The address by which an admin user comes; missing where they themselves, or somebody on their behalf, asked for it. */
  cameBy?: MailAddress;
}

/**
 * As whom an address follows: an admin user's never by itself, or it would be told what they may not read. They are told
 * by mail, in which they are met.
 * @param owner the admin user whom the address belongs to; null: nobody.
 * @returns null where the admin user may not log in: neither they nor their address follow.
 */
export const newcomerOf = (
  { address, name, channel }: MailAddress & Pick<Newcomer, 'channel'>,
  owner: AddressOwner | null
): Newcomer | null => {
  if (owner === null) return { address, name, adminUser: null };
  if (!owner.mayLogIn) return null;
  return {
    address: owner.email,
    name: owner.name,
    adminUser: owner.documentId,
    channel: channel ?? 'email',
    cameBy: { address, name },
  };
};
