import { hashKey, type ParsedMail } from '../mail';

/** What an effect is done to: `alias:<id>`, `thread:<id>`, `fallback:<uid>` or `report:<outbound id>`. */
export type EffectTarget = `${'alias' | 'thread' | 'fallback' | 'report'}:${string}`;

/**
 * Under which key one mail does one thing to one target, so that its copies do it once. Message-ID and Date name a mail;
 * where one of them is missing its content does, and where both are missing only the very same bytes are the same mail.
 */
export const effectKey = (
  mail: Pick<ParsedMail, 'messageId' | 'date' | 'contentKey' | 'rawDigest'>,
  target: EffectTarget
): string => {
  if (mail.messageId !== null && mail.date !== null) {
    return hashKey('effect', 'id', mail.messageId, mail.date.toISOString(), target);
  }
  return mail.messageId === null && mail.date === null
    ? hashKey('effect', 'raw', mail.rawDigest, target)
    : hashKey('effect', 'content', mail.contentKey, target);
};

/**
 * Identities of one copy at its source, by what the source itself calls it: an account that is set up a second time
 * finds its old copies again. Sources not listed here (SMTP, LMTP, pipe, raw HTTP) give a copy no identity.
 */
export const sourceKeys = {
  imap: (copy: {
    host: string;
    login: string;
    folder: string;
    uidValidity: number | bigint;
    uid: number | bigint;
  }): string =>
    hashKey(
      'imap',
      copy.host.toLowerCase(),
      copy.login,
      // INBOX is the one folder name that is case-insensitive (RFC 9051 5.1).
      copy.folder.toUpperCase() === 'INBOX' ? 'INBOX' : copy.folder,
      String(copy.uidValidity),
      String(copy.uid)
    ),
  pop3: (copy: { host: string; login: string; uidl: string }): string =>
    hashKey('pop3', copy.host.toLowerCase(), copy.login, copy.uidl),
  webhook: (copy: { provider: string; eventId: string; recipient: string }): string =>
    hashKey('webhook', copy.provider, copy.eventId, copy.recipient.toLowerCase()),
};
