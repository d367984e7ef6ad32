import { Readable } from 'node:stream';
import { dkimVerify, type SignatureResult } from '../../../vendor/mailauth.mjs';
import { chunksOf, fieldsOf, type RawField, takeHeader } from './header-block';
import type { DnsResolve, SignatureEvidence } from './types';

/** Signatures beyond these are not looked at: each costs a DNS question and a hash. Real mail has one to four. */
const MAX_SIGNATURES = 10;
const MAX_HEADER_BYTES = 256 * 1024;

/** What verification learns of a mail. */
export interface VerifiedMail {
  fields: RawField[];
  /** Addresses of all From fields, and the number of those fields. */
  headerFrom: string[];
  fromFields: number;
  signatures: SignatureEvidence[];
  ignored: number;
}

/** `too_large`: the header block is beyond its limit. `unreadable`: the verifier gave up on the mail. */
export type Unverifiable = 'too_large' | 'unreadable';

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

/** The header block without the signatures beyond the limit; the topmost stay, they are the newest. */
const limitSignatures = (fields: RawField[]): { header: Buffer; ignored: number } => {
  let seen = 0;
  const kept = fields.filter(({ name }) => name !== 'dkim-signature' || ++seen <= MAX_SIGNATURES);
  return {
    header: Buffer.concat(kept.map(({ bytes }) => bytes)),
    ignored: Math.max(seen - MAX_SIGNATURES, 0),
  };
};

/**
 * Verifies the DKIM signatures of a mail (RFC 6376) in one pass, without holding its body.
 *
 * @param at the time at which the expiry of a signature is judged.
 * @throws what reading the mail throws.
 */
export const verifySignatures = async (
  raw: Readable | Buffer,
  { resolve, at }: { resolve: DnsResolve; at: Date }
): Promise<VerifiedMail | Unverifiable> => {
  const source = chunksOf(raw);
  const reading: { failed: Error | null } = { failed: null };
  try {
    const front = await takeHeader(source, MAX_HEADER_BYTES);
    if (!front) return 'too_large';
    const fields = fieldsOf(front.header);
    const { header, ignored } = limitSignatures(fields);

    const limited = async function* (): AsyncGenerator<Buffer> {
      yield header;
      if (front.firstOfBody.length > 0) yield front.firstOfBody;
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
    if (!verified) return 'unreadable';
    return {
      fields,
      headerFrom: verified.headerFrom,
      fromFields: verified.fromFields,
      signatures: verified.results.flatMap(evidenceOf),
      ignored,
    };
  } finally {
    await source.return(undefined);
  }
};
