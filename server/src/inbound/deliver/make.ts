import type { MailInDelivery, Made } from './types';
import type { Threads } from '../../threads';
import type { Transaction } from '../../storage';
import type { AppendAction, CreateAction } from '../route';
import { messageOf } from './message';
import type { Entries } from './entry';

type ThreadRows = Pick<Threads, 'open' | 'append' | 'follow' | 'find'>;

/** Creates the entry with its thread, its first message and its first follower: whoever is to be answered. */
export const makeEntry = async (
  trx: Transaction,
  { entries, threads }: { entries: Entries; threads: ThreadRows },
  delivery: MailInDelivery,
  action: CreateAction,
  data: Record<string, unknown>
): Promise<Made> => {
  const alias = action.aliasId === null ? null : (delivery.aliases.get(action.aliasId) ?? null);
  const entryDocumentId = await entries.create(action.contentType, data, alias);
  const entry = { contentType: action.contentType, entryDocumentId };
  const thread = await threads.open(trx, entry, { subject: delivery.mail.subject, madeBy: action.target });
  const messageDocumentId = await threads.append(trx, thread, messageOf(delivery, null));
  if (delivery.answerAddress) await threads.follow(trx, thread.documentId, delivery.answerAddress);
  return { ...entry, threadId: thread.documentId, messageDocumentId };
};

/** Adds the mail to the thread that it belongs to. */
export const joinThread = async (
  trx: Transaction,
  { threads }: { threads: ThreadRows },
  delivery: MailInDelivery,
  action: AppendAction
): Promise<Made> => {
  const thread = await threads.find(action.threadId);
  if (!thread) throw new Error(`The thread ${action.threadId} is gone.`);
  const messageDocumentId = await threads.append(trx, thread, messageOf(delivery, action.proof));
  return {
    contentType: action.contentType,
    entryDocumentId: action.entry,
    threadId: thread.documentId,
    messageDocumentId,
  };
};
