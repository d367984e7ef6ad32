import { createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase32, encodeBase32 } from './base32';
import { packDocumentId, ROW_ID_BYTES, unpackDocumentId } from './row-ids';

/**
 * What a token may be used for. Each purpose is one byte under the signature, so that a token made for one thing proves
 * nothing about another.
 */
export const PURPOSE = {
  /** Message-ID of our own mail. */
  message: 'm',
  /** One outbound email: X-Mail-Gateway-Id, ENVID. */
  outbound: 'o',
  /** Reply address of a follower. */
  reply: 'r',
  /** Reply address of a follower, in the mail that brings them a note. */
  note: 'n',
  /** Address that tries whether the alias domain delivers such addresses. */
  probe: 'p',
  /** Bounce address of one outbound email (VERP). */
  bounce: 'b',
  /** Link by which a follower stops following. */
  unfollow: 'u',
} as const;

export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** A signing key and the number that tokens name it by. */
export interface SigningKey {
  /** 0 to 255. */
  id: number;
  bytes: Buffer;
}

/** 80 bits: too many to guess at the rate at which mail arrives. */
const MAC_BYTES = 10;
const HEAD_BYTES = 2;
const SIGNED_BYTES = HEAD_BYTES + ROW_ID_BYTES;
const TOKEN_BYTES = SIGNED_BYTES + MAC_BYTES;

/** Characters of every token. */
export const TOKEN_LENGTH = Math.ceil((TOKEN_BYTES * 8) / 5);

/** The longest mailbox name that leaves room for a delimiter and a token in a local part (64 octets, RFC 5321). */
export const LONGEST_MAILBOX_NAME = 64 - 1 - TOKEN_LENGTH;

const macOf = (key: SigningKey, signed: Buffer): Buffer =>
  createHmac('sha256', key.bytes).update('mail-gateway token').update(signed).digest().subarray(0, MAC_BYTES);

/** Key id, purpose, row id and an 80-bit MAC over all three, as base32. @throws RangeError for what is no documentId. */
export const signToken = (key: SigningKey, purpose: Purpose, documentId: string): string => {
  const head = Buffer.from([key.id, purpose.charCodeAt(0)]);
  const signed = Buffer.concat([head, packDocumentId(documentId)]);
  return encodeBase32(Buffer.concat([signed, macOf(key, signed)]));
};

/** Whether the token has our form but names a key that is not among `keys`. */
export const namesOtherKey = (keys: readonly SigningKey[], token: string): boolean => {
  const bytes = token.length === TOKEN_LENGTH ? decodeBase32(token) : null;
  return bytes !== null && !keys.some(({ id }) => id === bytes[0]);
};

/**
 * The documentId that the token was made for; null when it was made for another purpose, with a key that is not among
 * `keys`, or not by us. Reads either case; the MAC is compared in constant time.
 */
export const verifyToken = (keys: readonly SigningKey[], purpose: Purpose, token: string): string | null => {
  if (token.length !== TOKEN_LENGTH) return null;
  const bytes = decodeBase32(token);
  if (bytes?.length !== TOKEN_BYTES) return null;
  const key = keys.find(({ id }) => id === bytes[0]);
  if (!key || bytes[1] !== purpose.charCodeAt(0)) return null;
  const signed = bytes.subarray(0, SIGNED_BYTES);
  if (!timingSafeEqual(macOf(key, signed), bytes.subarray(SIGNED_BYTES))) return null;
  return unpackDocumentId(signed.subarray(HEAD_BYTES));
};
