import type { Core } from '@strapi/strapi';
import type { FieldSentence } from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import { addressKey } from '../../mail';
import { addressOwner, findAbleUser, mayReadEntry, type AbleUser } from '../../rights';
import type { EntryRef, Newcomer } from '../../threads';
import { fieldSentence } from '../field-problem';

/** A mistake at one field of the request. */
const wrong = (path: string, sentence: FieldSentence): GatewayError =>
  new GatewayError(sentence.code, sentence.message, 422, { issues: [{ path, ...sentence }] });

/** Mail to an address of ours would come back as a new message, which would be sent to it again. */
const refuseOwnAddress = async (strapi: Core.Strapi, address: string): Promise<void> => {
  const holders = await gatewayOf(strapi).addresses.find([address]);
  if (!holders.has(addressKey(address))) return;
  const message = `"${address}" is an address of this site, which cannot follow a conversation.`;
  throw wrong('address', fieldSentence('own_address', { address }, message));
};

const refuseWhoMayNotRead = async (
  strapi: Core.Strapi,
  entry: EntryRef,
  { ability, name }: AbleUser,
  path: string
): Promise<void> => {
  if (await mayReadEntry({ strapi }, ability, entry)) return;
  const message = `${name} may not read this entry, and so cannot follow its conversation.`;
  throw wrong(path, fieldSentence('entry_not_readable', { name }, message));
};

const ofUser = ({ email, name, documentId }: AbleUser): Newcomer => ({
  address: email,
  name,
  adminUser: documentId,
});

/**
 * A colleague who is to follow.
 * @throws GatewayError `unknown_user`, `own_address`, `entry_not_readable`
 */
export const colleague = async (
  { strapi }: { strapi: Core.Strapi },
  entry: EntryRef,
  adminUser: string
): Promise<Newcomer> => {
  const user = await findAbleUser({ strapi }, adminUser);
  if (!user) {
    const message = 'There is no such colleague who can log in.';
    throw wrong('adminUser', fieldSentence('unknown_user', {}, message));
  }
  await refuseWhoMayNotRead(strapi, entry, user, 'adminUser');
  await refuseOwnAddress(strapi, user.email);
  return ofUser(user);
};

/**
 * An address that is to follow; where it is a colleague's, as whom it follows then, they are asked for their rights like
 * any other colleague.
 * @throws GatewayError `own_address`, `user_cannot_log_in`, `entry_not_readable`
 */
export const correspondent = async (
  { strapi }: { strapi: Core.Strapi },
  entry: EntryRef,
  { address, name = '' }: { address: string; name?: string }
): Promise<Newcomer> => {
  await refuseOwnAddress(strapi, address);
  const newcomer = { address, name, adminUser: null };
  const owner = await addressOwner({ strapi }, address);
  if (!owner) return newcomer;
  const user = await findAbleUser({ strapi }, owner.documentId);
  if (!user) {
    const problem = `"${address}" is the address of ${owner.name}, who cannot log in, and so cannot follow a conversation.`;
    throw wrong('address', fieldSentence('user_cannot_log_in', { address, name: owner.name }, problem));
  }
  await refuseWhoMayNotRead(strapi, entry, user, 'address');
  return newcomer;
};
