import type { MailInDelivery, Made } from './types';
import type { Threads } from '../../threads';
import type { NewRows, Transaction } from '../../storage';
import type { AppendAction, CreateAction } from '../route';
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
    follower: delivery.answerAddress,
  });
  return { ...entry, ...started };
};

/** Adds the mail to the thread that it belongs to. */
export const joinThread = async (
  [trx, rows]: [Transaction, NewRows],
  { threads }: { threads: Pick<ThreadRows, 'append'> },
  delivery: MailInDelivery,
  action: AppendAction
): Promise<Made> => ({
  contentType: action.contentType,
  entryDocumentId: action.entry,
  threadId: action.threadId,
  messageDocumentId: await threads.append(
    trx,
    rows.insert,
    action.threadId,
    messageOf(delivery, action.proof)
  ),
});
