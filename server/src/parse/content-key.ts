import { addressKey, hashKey, headerValue, type MailAddress, type MailHead } from '../mail';

/** One leaf of the MIME tree, as far as copies of a mail agree on it. */
export interface LeafKey {
  contentType: string;
  fileName: string | null;
  /** Of the bytes without transfer encoding; of text, in UTF-8 with LF and without trailing blanks. */
  digest: string;
}

const specs = (addresses: readonly MailAddress[]): string =>
  addresses.map(({ address }) => addressKey(address)).join(' ');

const words = (text: string): string => text.split(/\s+/).filter(Boolean).join(' ');

/**
 * The key that copies of one mail share. In it: Message-ID, Date, the addresses of From, To and Cc, the decoded Subject,
 * In-Reply-To, References, and type, name and digest of every leaf. Not in it: everything that servers, lists and
 * forwarders add or rewrite on the way (trace fields, X- and List- fields, signatures, boundaries, transfer encodings,
 * folding, spelling of names).
 */
export const contentKeyOf = (head: MailHead, leaves: readonly LeafKey[]): string =>
  hashKey(
    'content',
    head.messageId ?? headerValue(head.headers, 'message-id'),
    head.date?.toISOString() ?? headerValue(head.headers, 'date'),
    specs(head.from),
    specs(head.to),
    specs(head.cc),
    words(head.subject),
    head.inReplyTo.join(' '),
    head.references.join(' '),
    leaves.length,
    ...leaves.flatMap(({ contentType, fileName, digest }) => [contentType, fileName, digest])
  );
