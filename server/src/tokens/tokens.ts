import { readKeys, readOrCreateKeys, rotateKeys, type KeyRing, type KeyStore } from './keys';
import { namesOtherKey, PURPOSE, signToken, TOKEN_LENGTH, verifyToken, type Purpose } from './token';

/** Header by which our own mail is known when it comes back. */
export const OWN_MAIL_HEADER = 'X-Mail-Gateway-Id';

/** Signed names for rows: what this site made, only this site can have made. */
export interface Tokens {
  /**
   * Reads the keys, and generates the first one on a new database. Call it at start: a key generated inside a
   * transaction that is rolled back would have signed tokens that nobody can verify.
   */
  prepare(): Promise<void>;
  /** A base32 text of 45 characters for the row. @throws RangeError when `documentId` is none. */
  sign(purpose: Purpose, documentId: string): Promise<string>;
  /** The row's documentId; null when the token is not ours or for another purpose. Either case will do. */
  verify(purpose: Purpose, token: string): Promise<string | null>;
  /**
   * `<token@domain>` for a message or a content; `<token.key@domain>` for the mail that brings a message to one follower,
   * so that an answer proves through whose mail it came, also where addresses carry no key.
   */
  messageIdFor(documentId: string, domain: string, followerId?: string): Promise<string>;
  /** What `messageIdFor` was asked for; null for a Message-ID that is not ours. Angle brackets may be missing. */
  readMessageId(messageId: string): Promise<OwnMessageId | null>;
  /**
   * The reply key of a follower: what stands behind the delimiter in the address that answers go to. That of a note says
   * so, because many mail programs tell nothing else of what they answer to.
   */
  replyKey(followerId: string, isNote: boolean): Promise<string>;
  /** The reply key that ends a local part; null where none does. */
  readReplyKey(localPart: string): Promise<OwnReplyKey | null>;
  /** What stands behind the delimiter in the address of a trial: as long as a reply key, and worth nothing. */
  probeKey(contentId: string): Promise<string>;
  /** documentId of the content of the trial whose key ends a local part; null where none does. */
  readProbeKey(localPart: string): Promise<string | null>;
  /** Value of the `X-Mail-Gateway-Id` header of one outbound email. */
  ownMailId(outboundId: string): Promise<string>;
  /** The outbound email that a header value names; null when this site did not make it. */
  readOwnMailId(value: string): Promise<string | null>;
  /** Signs with a new key from now on. Other processes follow when they meet the first token of it. */
  rotate(): Promise<void>;
}

/** What a Message-ID of ours names. */
export interface OwnMessageId {
  /** Of a message or a content. */
  documentId: string;
  /** The follower whom that mail went to; null where it names none. */
  followerId: string | null;
}

/** What a reply key of ours names. */
export interface OwnReplyKey {
  followerId: string;
  /** It stood in the mail that brought a note. */
  isNote: boolean;
}

/** Forged tokens name foreign keys as well: they must not cost a query each. */
const REREAD_MS = 10_000;

const MESSAGE_ID = /^<?([a-z2-7]+)(?:\.([a-z2-7]+))?@[^\s<>@]+>?$/i;

/** Whatever the delimiter is, or once was. */
const REPLY_KEY = new RegExp(`[-+=_.]([a-z2-7]{${TOKEN_LENGTH}})$`, 'i');

/** @see Tokens */
export const createTokens = ({ secrets }: { secrets: KeyStore }): Tokens => {
  let ring: KeyRing | null = null;
  let loading: Promise<KeyRing> | null = null;
  let readAt = -Infinity;

  const keys = async (): Promise<KeyRing> => {
    if (ring) return ring;
    loading ??= readOrCreateKeys(secrets).finally(() => {
      loading = null;
    });
    ring = await loading;
    readAt = performance.now();
    return ring;
  };

  /** Another process may have begun to sign with a new key. */
  const reread = async (): Promise<KeyRing | null> => {
    if (performance.now() - readAt < REREAD_MS) return null;
    readAt = performance.now();
    const stored = await readKeys(secrets);
    ring = stored ?? ring;
    return stored;
  };

  const sign: Tokens['sign'] = async (purpose, documentId) => {
    const [current] = await keys();
    return signToken(current, purpose, documentId);
  };

  const verify: Tokens['verify'] = async (purpose, token) => {
    const text = token.trim();
    const known = await keys();
    const current = namesOtherKey(known, text) ? ((await reread()) ?? known) : known;
    return verifyToken(current, purpose, text);
  };

  return {
    async prepare() {
      await keys();
    },

    sign,
    verify,

    async messageIdFor(documentId, domain, followerId) {
      const token = await sign(PURPOSE.message, documentId);
      const key = followerId === undefined ? '' : `.${await sign(PURPOSE.reply, followerId)}`;
      return `<${token}${key}@${domain}>`;
    },

    async readMessageId(messageId) {
      const [, token, key] = MESSAGE_ID.exec(messageId.trim()) ?? [];
      if (token === undefined) return null;
      const documentId = await verify(PURPOSE.message, token);
      if (documentId === null) return null;
      if (key === undefined) return { documentId, followerId: null };
      const followerId = await verify(PURPOSE.reply, key);
      return followerId === null ? null : { documentId, followerId };
    },

    replyKey: (followerId, isNote) => sign(isNote ? PURPOSE.note : PURPOSE.reply, followerId),

    async readReplyKey(localPart) {
      const [, key] = REPLY_KEY.exec(localPart) ?? [];
      if (key === undefined) return null;
      const followerId = await verify(PURPOSE.reply, key);
      if (followerId !== null) return { followerId, isNote: false };
      const colleagueId = await verify(PURPOSE.note, key);
      return colleagueId === null ? null : { followerId: colleagueId, isNote: true };
    },

    probeKey: (contentId) => sign(PURPOSE.probe, contentId),

    async readProbeKey(localPart) {
      const [, key] = REPLY_KEY.exec(localPart) ?? [];
      return key === undefined ? null : verify(PURPOSE.probe, key);
    },

    ownMailId: (outboundId) => sign(PURPOSE.outbound, outboundId),
    readOwnMailId: (value) => verify(PURPOSE.outbound, value),

    async rotate() {
      ring = await rotateKeys(secrets);
    },
  };
};
