import { Readable } from 'node:stream';
import { dkimVerify, getAuthorDomain, type SignatureResult } from '../../../vendor/mailauth.mjs';
import { fieldsOf, type RawField, takeHeader } from './header-block';
import { combined, countFields } from './signed-fields';
import type { DnsResolve, SignatureEvidence, SignedFields } from './types';

/** Signatures beyond these are not looked at: each costs a DNS question and a hash. Real mail has one to four. */
const MAX_SIGNATURES = 10;
const MAX_HEADER_BYTES = 256 * 1024;

/** A mail whose header block was taken off. */
export interface OpenedMail {
  header: RawField[];
  firstOfBody: Buffer;
  /** The rest of the body. */
  source: AsyncIterable<Buffer>;
}

/** What verification learns of a mail. */
export interface VerifiedMail {
  /** Addresses of all From fields, and the number of those fields. */
  headerFrom: string[];
  fromFields: number;
  signatures: SignatureEvidence[];
  ignored: number;
  /** What the signatures cover that prove the From domain. */
  signed: SignedFields;
}

const evidenceOf = (result: SignatureResult): SignatureEvidence[] => {
  const { signingDomain, selector, status, canonBodyLengthLimited } = result;
  if (!signingDomain) return [];
  return [
    {
      domain: signingDomain.toLowerCase().slice(0, 255),
      selector: (selector ?? '').slice(0, 255),
      result: status.result,
      comment: status.comment?.slice(0, 255) ?? null,
      partial: canonBodyLengthLimited === true,
      aligned: Boolean(status.aligned),
    },
  ];
};

/** Whether a signature speaks for the From domain, and for the whole body. */
const isProof = ({ status, canonBodyLengthLimited }: SignatureResult): boolean =>
  status.result === 'pass' && Boolean(status.aligned) && canonBodyLengthLimited !== true;

const signedBy = (results: readonly SignatureResult[]): SignedFields =>
  results
    .filter(isProof)
    .map(({ signingHeaders }) => countFields(signingHeaders?.keys ?? ''))
    .reduce(combined, new Map());

/** The header block without the signatures beyond the limit; the topmost stay, they are the newest. */
const limitSignatures = (fields: readonly RawField[]): { header: Buffer; ignored: number } => {
  let seen = 0;
  const kept = fields.filter(({ name }) => name !== 'dkim-signature' || ++seen <= MAX_SIGNATURES);
  return {
    header: Buffer.concat(kept.map(({ bytes }) => bytes)),
    ignored: Math.max(seen - MAX_SIGNATURES, 0),
  };
};

/** Takes the header block off a mail; null where it is beyond its limit. @throws what reading the mail throws. */
export const openMail = async (source: AsyncGenerator<Buffer>): Promise<OpenedMail | null> => {
  const front = await takeHeader(source, MAX_HEADER_BYTES);
  return front && { header: fieldsOf(front.header), firstOfBody: front.firstOfBody, source };
};

/** Lower case, without the dot of the root. */
export const plainDomain = (domain: string): string => domain.toLowerCase().replace(/\.$/, '');

const noQuestions = (): Promise<never> => Promise.reject(new Error('Nothing is asked here.'));

/**
 * The author domain by the header block alone, as the verifier reads it: nothing is asked of the DNS. Null when From names
 * none, or more than one.
 */
export const authorDomainOf = async (fields: readonly RawField[]): Promise<string | null> => {
  const unsigned = fields.filter(({ name }) => name !== 'dkim-signature' && !name.startsWith('arc-'));
  const header = Buffer.concat(unsigned.map(({ bytes }) => bytes));
  const read = await dkimVerify(Readable.from([header], { objectMode: false }), {
    resolver: noQuestions,
  }).catch(() => null);
  const { domain } = read ? getAuthorDomain(read.headerFrom, read.fromFields) : {};
  return domain ? plainDomain(domain) : null;
};

/**
 * Verifies the DKIM signatures of a mail (RFC 6376) in one pass, without holding its body.
 *
 * @param at the time at which the expiry of a signature is judged.
 * @returns null when the verifier gave up on the mail.
 * @throws what reading the mail throws.
 */
export const verifySignatures = async (
  { header: fields, firstOfBody, source }: OpenedMail,
  { resolve, at }: { resolve: DnsResolve; at: Date }
): Promise<VerifiedMail | null> => {
  const reading: { failed: Error | null } = { failed: null };
  const { header, ignored } = limitSignatures(fields);

  const limited = async function* (): AsyncGenerator<Buffer> {
    yield header;
    if (firstOfBody.length > 0) yield firstOfBody;
    try {
      for await (const chunk of source) yield chunk;
    } catch (error) {
      reading.failed = error instanceof Error ? error : new Error(String(error));
      throw reading.failed;
    }
  };

  const verified = await dkimVerify(Readable.from(limited(), { objectMode: false }), {
    resolver: resolve,
    rejectRsaSha1: true,
    curTime: at,
  }).catch(() => null);
  if (reading.failed) throw reading.failed;
  if (!verified) return null;
  return {
    headerFrom: verified.headerFrom,
    fromFields: verified.fromFields,
    signatures: verified.results.flatMap(evidenceOf),
    ignored,
    signed: signedBy(verified.results),
  };
};
