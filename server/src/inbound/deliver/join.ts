import { addressKey, displayAddress, type MailAddress } from '../../mail';
import {
  reachedWhomItNames,
  type Announcement,
  type ComposedMail,
  type Doubt,
  type Threads,
} from '../../threads';
import type { AppendAction } from '../route';
import { messageOf } from './message';
import { senderOf } from './sender';
import type { MailInDelivery } from './types';

/** A mail that joins a thread, with the mails that bring it to those who follow. */
export interface Joining {
  announcement: Announcement;
  mails: readonly ComposedMail[];
}

/** Whether the mail came by the key of the follower whose address the sender bears. */
const isByOwnLink = ({ via }: AppendAction, sender: MailAddress): boolean =>
  via !== null && addressKey(via.address) === addressKey(sender.address);

/** What nobody proved goes to colleagues alone, who are told so. */
const doubtOf = (action: AppendAction, sender: MailAddress): Doubt | null => {
  const { proof, via } = action;
  if (proof === 'A' || proof === 'accepted') return null;
  const isOfAnother = via && !isByOwnLink(action, sender);
  return { sender: displayAddress(sender), linkOf: isOfAnother ? via.name || via.address : null };
};

/**
 * Prepares a mail for its thread, before the transaction. Everybody who follows gets what is proven or vouched for, but
 * for the sender and those whom the mail itself reached. Old mail of an import and automatic replies go to nobody.
 */
export const prepareJoining = async (
  { threads }: { threads: Pick<Threads, 'find' | 'addresses' | 'notifications'> },
  delivery: MailInDelivery,
  action: AppendAction
): Promise<Joining> => {
  const { mail, unvouched, quiet, isAutoReply } = delivery;
  const thread = await threads.find(action.threadId);
  if (!thread) throw new Error(`The thread ${action.threadId} is gone.`);
  const sender = senderOf(mail);
  const isProven = action.proof === 'A' || action.proof === 'accepted';
  // Most domains of customers prove nothing: one who answers with their own key to all is believed to have done so.
  const isBelieved = reachedWhomItNames(action.proof) || isByOwnLink(action, sender);
  const named = (['to', 'cc'] as const).filter((field) => isBelieved && !unvouched.includes(field));
  const reached = named.flatMap((field) => mail[field]);
  const announcement: Announcement = {
    thread,
    message: messageOf(delivery, action),
    // An editor vouches for the words; whether From is forged they cannot tell either.
    from: await threads.addresses.passedOn(sender, action.proof === 'A'),
    audience: isProven && !action.isNote ? 'everyone' : 'colleagues',
    except: [sender, ...reached].map(({ address }) => addressKey(address)),
    doubt: doubtOf(action, sender),
  };
  const goesOn = !quiet && !isAutoReply && announcement.from.address !== '';
  return { announcement, mails: goesOn ? await threads.notifications.compose(announcement) : [] };
};
