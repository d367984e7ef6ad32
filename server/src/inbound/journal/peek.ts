import { Readable } from 'node:stream';
import type { MailAddress } from '../../mail';
import { parseMail } from '../parse';

export interface PeekedHeaders {
  messageId: string | null;
  subject: string;
  from: MailAddress | null;
}

/** A header block has no attachments; a parser that finds one anyway is mistaken. */
const noChunks = {
  write: () => Promise.reject(new Error('A header block has no attachments.')),
  remove: () => Promise.resolve(),
};

/** What the journal shows of a mail before it is parsed. */
export const peekHeaders = async (block: Buffer): Promise<PeekedHeaders> => {
  const mail = await parseMail(Readable.from([block]), { chunks: noChunks, newOwner: () => '' });
  return { messageId: mail.messageId, subject: mail.subject, from: mail.from[0] ?? null };
};
