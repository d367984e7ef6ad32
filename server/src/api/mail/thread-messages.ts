import type { Core } from '@strapi/strapi';
import {
  messageMail,
  threadMessage,
  type EndlessAnswer,
  type MessageAttachment,
  type MessageMail,
  type ThreadMessage,
  type ThreadMessagesQuery,
} from '../../../../contracts';
import { UID } from '../../constants';
import { readSentences } from '../../stored-sentences';
import type { Threads } from '../../threads';
import { present } from '../present';
import { readKeyPage } from './key-page';

/** A message as the database gives it. */
type MessageRow = Record<string, unknown> & { id: number; documentId: string };

type MailRow = Omit<MessageMail, 'sentences'> & { threadMessageId: string; sentences: string | null };

/** The mails that left because of these messages, by message. */
const mailsOf = async (
  strapi: Core.Strapi,
  messageIds: readonly string[]
): Promise<Map<string, MessageMail[]>> => {
  const rows: MailRow[] = await strapi.db.query(UID.outboundEmail).findMany({
    where: { threadMessageId: { $in: [...messageIds] } },
    select: [
      ...(['documentId', 'recipient', 'state', 'explanation', 'sentences'] as const),
      ...(['serverName', 'threadMessageId'] as const),
    ],
    orderBy: { id: 'asc' },
  });
  const byMessage = new Map<string, MessageMail[]>();
  for (const { threadMessageId, ...mail } of rows) {
    const mails = byMessage.get(threadMessageId) ?? [];
    const sentences = readSentences(mail.sentences, mail.explanation);
    mails.push(present(messageMail, mail, { sentences }));
    byMessage.set(threadMessageId, mails);
  }
  return byMessage;
};

/** Lists of addresses, which an old row may lack. */
const listsOf = ({ from, to, cc }: MessageRow): Pick<ThreadMessage, 'from' | 'to' | 'cc'> => {
  // Written by `threads` in this form; JSON columns have no type of their own.
  const list = (value: unknown) => (Array.isArray(value) ? (value as ThreadMessage['from']) : []);
  return { from: list(from), to: list(to), cc: list(cc) };
};

/** A page of a conversation. */
export const readMessages = async (
  { strapi, threads }: { strapi: Core.Strapi; threads: Pick<Threads, 'attachments'> },
  threadId: string,
  { order, ...page }: ThreadMessagesQuery
): Promise<EndlessAnswer<ThreadMessage>> => {
  const { rows, next } = await readKeyPage<MessageRow>({
    table: strapi.db.query(UID.message),
    where: { threadId },
    order,
    page,
  });
  const mails = await mailsOf(
    strapi,
    rows.filter(({ direction }) => direction === 'outgoing').map(({ documentId }) => documentId)
  );
  const attachmentsOf = async (messageId: string): Promise<MessageAttachment[]> =>
    (await threads.attachments.list(messageId)).map(({ documentId, name, contentType, size, contentId }) => ({
      documentId,
      name,
      type: contentType,
      size,
      contentId,
    }));

  const data: ThreadMessage[] = [];
  // One after the other: a page must not take every connection of the database at once.
  for (const row of rows) {
    const attachments = await attachmentsOf(row.documentId);
    data.push(
      present(threadMessage, row, { attachments, outbound: mails.get(row.documentId) ?? [], ...listsOf(row) })
    );
  }
  return { data, meta: { next } };
};
