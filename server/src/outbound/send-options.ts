import { GatewayError } from '../errors';
import { cleanText, normaliseAddress, parseAddressList, type MailAddress } from '../mail';

/** One or several addresses: `"Mary" <mary@example.com>, …`, or objects. */
export type AddressInput =
  string | { name?: string; address: string } | readonly (string | { name?: string; address: string })[];

export interface AttachmentInput {
  filename?: string | false;
  /** The bytes, or text. Paths and URLs are refused: the mail reads no files and fetches nothing. */
  content: string | Uint8Array;
  /** Of a string `content`: `base64`, `hex`, `utf8` (default) … */
  encoding?: string;
  contentType?: string;
  /** For `cid:` references in the HTML. */
  cid?: string;
}

/** Options of `mail.send`, in nodemailer's words. */
export interface SendOptions {
  /** Default: `mail.default.from`. */
  from?: AddressInput;
  to?: AddressInput;
  cc?: AddressInput;
  bcc?: AddressInput;
  replyTo?: AddressInput;
  subject?: string;
  text?: string;
  html?: string;
  attachments?: readonly AttachmentInput[];
  headers?: Readonly<Record<string, unknown>>;
  inReplyTo?: string;
  references?: string | readonly string[];
  /** After this instant the mail must not leave any more. */
  expiresAt?: Date;
}

export interface ParsedSendOptions {
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
  subject: string;
  text: string | null;
  html: string | null;
  attachments: { fileName: string; contentType: string; contentId: string | null; bytes: Buffer }[];
  headers: Record<string, string>;
  inReplyTo: string | null;
  references: string[];
}

const refuse = (field: string, message: string): GatewayError =>
  new GatewayError(`${field}_invalid`, message, 422, { field });

/** @throws GatewayError for what is not an address: a mail to one recipient fewer would go unnoticed. */
const addressList = (field: string, input: AddressInput | undefined): MailAddress[] =>
  [input ?? []].flat().flatMap((entry: string | { name?: string; address: string }): MailAddress[] => {
    if (typeof entry !== 'string') {
      const given: unknown = entry.address;
      // JavaScript callers give whatever they have.
      const address = typeof given === 'string' ? normaliseAddress(given) : null;
      if (address === null)
        throw refuse(field, `"${cleanText(String(given), 100)}" in ${field} is no address.`);
      return [{ address, name: cleanText(entry.name ?? '') }];
    }
    if (entry.trim() === '') return [];
    const { addresses, invalid } = parseAddressList(entry);
    if (addresses.length + invalid.length === 0) invalid.push(entry);
    if (invalid.length > 0) {
      const named = invalid.map((text) => `"${cleanText(text, 100)}"`).join(', ');
      throw refuse(
        field,
        `${named} in ${field} ${invalid.length === 1 ? 'is no address' : 'are no addresses'}.`
      );
    }
    return addresses;
  });

const attachmentOf = (
  { filename, content, encoding, contentType, cid, ...others }: AttachmentInput,
  index: number
): ParsedSendOptions['attachments'][number] => {
  if ('path' in others || 'href' in others || 'raw' in others) {
    throw refuse('attachments', 'Attachments are given by their content: paths and URLs are not read.');
  }
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) {
    throw refuse('attachments', `Attachment ${index + 1} has no content: give a string or a Buffer.`);
  }
  const known = encoding !== undefined && Buffer.isEncoding(encoding) ? encoding : 'utf8';
  return {
    fileName: filename || `attachment-${index + 1}`,
    contentType: contentType ?? 'application/octet-stream',
    contentId: cid ?? null,
    bytes: typeof content === 'string' ? Buffer.from(content, known) : Buffer.from(content),
  };
};

const headerValues = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
    )
  );

/** Checks and normalises what a caller of `mail.send` gives. @throws GatewayError with a sentence for the developer. */
export const parseSendOptions = (options: SendOptions): ParsedSendOptions => {
  const parsed: ParsedSendOptions = {
    from: addressList('from', options.from)[0] ?? null,
    to: addressList('to', options.to),
    cc: addressList('cc', options.cc),
    bcc: addressList('bcc', options.bcc),
    replyTo: addressList('replyTo', options.replyTo),
    subject: cleanText(options.subject ?? ''),
    text: options.text === undefined ? null : cleanText(options.text),
    html: options.html === undefined ? null : cleanText(options.html),
    attachments: (options.attachments ?? []).map(attachmentOf),
    headers: headerValues(options.headers ?? {}),
    inReplyTo: options.inReplyTo ?? null,
    references: [options.references ?? []].flat(),
  };
  if (parsed.to.length + parsed.cc.length + parsed.bcc.length === 0) {
    throw new GatewayError('recipient_missing', 'The mail has no recipient: give to, cc or bcc.');
  }
  return parsed;
};
