import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, hashKey, type MailAddress } from '../mail';
import type { Author, Direction } from './types';

/** A message that is there already. */
export interface EarlierMessage {
  documentId: string;
  messageId: string | null;
  direction: Direction;
  author: Author;
  /** Digest of the author's address. */
  authorKey: string | null;
  proof: string | null;
  /** Without what it quotes. */
  reply: string;
  sentAt: Date;
  to: readonly MailAddress[];
  cc: readonly MailAddress[];
}

/** As many earlier messages as are read for References and quotes; composing cuts References further. */
const EARLIER_LIMIT = 50;

interface Row extends Omit<EarlierMessage, 'reply' | 'sentAt' | 'to' | 'cc'> {
  reply: string | null;
  text: string | null;
  isAutomatic: boolean | null;
  sentAt: string | null;
  createdAt: string;
  to: MailAddress[] | null;
  cc: MailAddress[] | null;
}

/**
 * The latest messages of a thread, latest first, without what answering machines wrote: it was told to nobody.
 * @param before documentId of a message that is left out.
 */
export const readEarlier = async (
  { strapi }: { strapi: Core.Strapi },
  threadId: string,
  before: string
): Promise<EarlierMessage[]> => {
  const rows: Row[] = await strapi.db.query(UID.message).findMany({
    where: { threadId, documentId: { $ne: before } },
    orderBy: { id: 'desc' },
    limit: EARLIER_LIMIT,
    select: [
      ...['documentId', 'messageId', 'direction', 'author', 'authorKey', 'proof', 'isAutomatic', 'reply'],
      ...['text', 'sentAt', 'createdAt', 'to', 'cc'],
    ],
  });
  const written = rows.filter(({ isAutomatic }) => isAutomatic !== true);
  return written.map(({ reply, text, sentAt, createdAt, to, cc, ...row }) => ({
    ...row,
    reply: reply ?? text ?? '',
    sentAt: new Date(sentAt ?? createdAt),
    to: to ?? [],
    cc: cc ?? [],
  }));
};

/** What nobody proved is for colleagues to judge, and notes are theirs: no other follower sees either. */
export const isForEveryone = ({ direction, proof }: Pick<EarlierMessage, 'direction' | 'proof'>): boolean =>
  direction === 'outgoing' ||
  (direction === 'incoming' && (proof === null || proof === 'A' || proof === 'accepted'));

/** Whether an address wrote the message. */
export const isBy = ({ authorKey }: Pick<EarlierMessage, 'authorKey'>, address: string): boolean =>
  authorKey === hashKey(addressKey(address));

/**
 * Whether it is believed of its proof alone that a mail went to all whom its To and Cc name. Anybody but a proven follower
 * may name a colleague to keep them from being told; a mail of ours that they have does not make them honest, since level
 * B asks for no more than that one was forwarded. A mail twice is better than none.
 * @param proof null: the mail that began the thread, whose To and Cc nobody followed yet.
 */
export const reachedWhomItNames = (proof: string | null): boolean => proof === null || proof === 'A';

/** Whether the mail itself went to the address, and not only through this site. */
export const wasSentTo = ({ direction, proof, to, cc }: EarlierMessage, address: string): boolean =>
  direction === 'incoming' &&
  reachedWhomItNames(proof) &&
  [...to, ...cc].some((known) => addressKey(known.address) === addressKey(address));

/** As the author is called, for people; null where nothing is known of them. */
export const authorName = (author: Author): string | null =>
  author.name || (author.type === 'admin' ? author.email : author.address) || null;
