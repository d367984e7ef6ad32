import type { MailInDelivery, Made } from './types';
import type { Threads } from '../../threads';
import type { NewRows, Transaction } from '../../storage';
import type { AppendAction, CreateAction } from '../route';
import type { Joining } from './join';
import { messageOf } from './message';
import type { Entries } from './entry';

type ThreadRows = Pick<Threads, 'start' | 'append'>;

/** Creates the entry with its thread, its first message and its first follower: whoever is to be answered. */
export const makeEntry = async (
  [trx, rows]: [Transaction, NewRows],
  { entries, threads }: { entries: Entries; threads: ThreadRows },
  delivery: MailInDelivery,
  action: CreateAction,
  data: Record<string, unknown>
): Promise<Made> => {
  const alias = action.aliasId === null ? null : (delivery.aliases.get(action.aliasId) ?? null);
  const entryDocumentId = await entries.create(action.contentType, data, alias);
  const entry = { contentType: action.contentType, entryDocumentId };
  const started = await threads.start(trx, rows, entry, {
    subject: delivery.mail.subject,
    madeBy: action.target,
    message: messageOf(delivery, null),
    follower: delivery.follower,
  });
  return { ...entry, ...started };
};

/** Adds the mail to the thread that it belongs to, and sends it on to those who follow. */
export const joinThread = async (
  [trx, rows]: [Transaction, NewRows],
  { threads }: { threads: Pick<Threads, 'append' | 'followers' | 'notifications'> },
  { follower }: MailInDelivery,
  action: AppendAction,
  { announcement, mails }: Joining
): Promise<Made> => {
  const { threadId } = action;
  const messageDocumentId = await threads.append(trx, rows.insert, threadId, announcement.message);
  if (follower) await threads.followers.follow(threadId, follower);
  await threads.notifications.enqueue(announcement, mails);
  return {
    contentType: action.contentType,
    entryDocumentId: action.entry,
    threadId,
    messageDocumentId,
  };
};
