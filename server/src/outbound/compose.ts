import type { Readable } from 'node:stream';
import { normaliseAddress, type MailAddress } from '../mail';
import { headerText, safeHeaders, trimInReplyTo, trimReferences } from './headers';
import { replyToFor } from './rewrite-from';
import type { OutboundContent } from './types';

/** An attachment with its bytes. No paths and no URLs: the mail never reads a file or fetches anything. */
export interface ComposedAttachment {
  fileName: string;
  contentType: string;
  contentId: string | null;
  content: Readable | Buffer | string;
}

/** One mail to one recipient as it is about to leave. `outbound.send` middleware may change it. */
export interface ComposedMessage {
  from: MailAddress;
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  /** Never missing: a mail without a text part looks like spam and cannot be read everywhere. */
  text: string;
  html: string | null;
  headers: Record<string, string>;
  attachments: ComposedAttachment[];
}

/** What makes a mail this mail: kept, whatever a middleware changes. */
export interface MessageIdentity {
  messageId: string;
  date: Date;
  inReplyTo: string | null;
  references: readonly string[];
  /** Name and value of the header that names the outbound email. */
  ownMail: { name: string; value: string };
}

/**
 * The content as it leaves through one server. To and Cc show all visible recipients, although each of them gets a
 * transaction of its own.
 * @param htmlToText gives the text part of a mail that has HTML alone.
 */
export const composeMessage = (
  content: OutboundContent,
  {
    from,
    attachments,
    htmlToText,
  }: { from: MailAddress; attachments: ComposedAttachment[]; htmlToText: (html: string) => string }
): ComposedMessage => ({
  from,
  replyTo: [...replyToFor(content.replyTo, content.from, from)],
  to: [...content.to],
  cc: [...content.cc],
  subject: content.subject,
  text: content.text ?? (content.html === null ? '' : htmlToText(content.html)),
  html: content.html,
  headers: { ...content.headers },
  attachments,
});

interface NodemailerAddress {
  name: string;
  address: string;
}

interface NodemailerHeader {
  key: string;
  value: string | { prepared: true; foldLines: false; value: string };
}

/** Options for nodemailer's MailComposer; a plain object of what is used. */
export interface MessageOptions {
  from: NodemailerAddress;
  replyTo?: NodemailerAddress[];
  to?: NodemailerAddress[];
  cc?: NodemailerAddress[];
  subject: string;
  text: string;
  html?: string;
  date: Date;
  headers: NodemailerHeader[];
  attachments: {
    filename: string;
    contentType: string;
    contentDisposition: 'attachment' | 'inline';
    content: Readable | Buffer | string;
    cid?: string;
  }[];
  disableFileAccess: true;
  disableUrlAccess: true;
}

const addressesOf = (list: readonly MailAddress[]): NodemailerAddress[] =>
  list.flatMap(({ name, address }) => {
    const normal = normaliseAddress(address);
    return normal === null ? [] : [{ name: headerText(name), address: normal }];
  });

/** Written as it is. Ids are never folded nor encoded: servers that unfold them wrongly break the thread. */
const exactHeader = (key: string, value: string): NodemailerHeader => ({
  key,
  value: { prepared: true, foldLines: false, value },
});

/** A media type and nothing else; parameters could carry another header. */
const mediaType = (text: string): string =>
  /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/i.exec(text.trim())?.[0] ??
  'application/octet-stream';

/**
 * Nodemailer's options for a message, after all changes by middleware: identity set, every value on one line.
 * @throws RangeError when the From is no address.
 */
export const messageOptions = (message: ComposedMessage, identity: MessageIdentity): MessageOptions => {
  const [from] = addressesOf([message.from]);
  if (!from) throw new RangeError(`"${headerText(message.from.address)}" cannot be used as a From address.`);
  const replyTo = addressesOf(message.replyTo);
  const to = addressesOf(message.to);
  const cc = addressesOf(message.cc);
  const inReplyTo = trimInReplyTo(identity.inReplyTo);
  const references = trimReferences(identity.references);
  return {
    from,
    ...(replyTo.length > 0 && { replyTo }),
    ...(to.length > 0 && { to }),
    ...(cc.length > 0 && { cc }),
    subject: headerText(message.subject),
    text: message.text === '' ? '\n' : message.text,
    ...(message.html !== null && message.html !== '' && { html: message.html }),
    date: identity.date,
    headers: [
      ...Object.entries(safeHeaders(message.headers)).map(([key, value]) => ({ key, value })),
      exactHeader('Message-ID', identity.messageId),
      ...(inReplyTo === null ? [] : [exactHeader('In-Reply-To', inReplyTo)]),
      ...(references.length === 0 ? [] : [{ key: 'References', value: references.join(' ') }]),
      { key: identity.ownMail.name, value: identity.ownMail.value },
      ...(to.length + cc.length === 0 ? [{ key: 'To', value: 'undisclosed-recipients:;' }] : []),
    ],
    attachments: message.attachments.map(({ fileName, contentType, contentId, content }) => ({
      filename: headerText(fileName) || 'attachment',
      contentType: mediaType(contentType),
      contentDisposition: contentId === null ? 'attachment' : 'inline',
      content,
      ...(contentId !== null && { cid: headerText(contentId).replace(/[<>\s]/g, '') }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};
