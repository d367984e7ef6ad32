import type { Readable } from 'node:stream';

/**
 * Whether the author domain of a mail is proven (RFC 9989, DMARC):
 * - `pass`: proven, see `by`.
 * - `fail`: the trusted receiving server says that the mail fails.
 * - `none`: nothing is proven. Not a failure: without the client's address SPF is unknown here, so a mail that only SPF
 *   would have proven ends here too.
 * - `temperror`: the DNS did not answer; asked again later, the result may be another.
 */
export type DmarcResult = 'pass' | 'fail' | 'none' | 'temperror';

/** One DKIM signature of the mail, as verified here. */
export interface SignatureEvidence {
  /** The `d=` domain. */
  domain: string;
  selector: string;
  /** RFC 8601: `pass`, `fail`, `neutral`, `policy`, `temperror`. */
  result: string;
  comment: string | null;
  /** It has a length limit (`l=`), so text may have been added below what is signed: never counts as a pass. */
  partial: boolean;
  /** Its domain and the From domain belong to one organisation. */
  aligned: boolean;
}

/** How many fields of a name a signature covers, the lowest in the header first (RFC 6376 5.4.2). */
export type SignedFields = ReadonlyMap<string, number>;

/** Why the verdict is what it is. Small enough to be stored with the decision on the mail. */
export interface AuthenticationEvidence {
  reason:
    | 'aligned_signature'
    | 'trusted_header'
    | 'trusted_header_spf'
    | 'trusted_header_internal'
    | 'not_proven'
    | 'no_policy'
    | 'dns_failed'
    | 'from_unusable'
    | 'header_too_large'
    | 'unreadable';
  /** The signatures that were looked at, ten at most. */
  signatures: SignatureEvidence[];
  /** How many more the mail carries. */
  signaturesIgnored: number;
  /**
   * Domain of a whole-body signature that verified and is aligned; set even where the domain publishes no DMARC policy,
   * so that "aligned DKIM" can be told apart from nothing at all.
   */
  alignedDomain: string | null;
  /** The policy that the domain publishes (`none`, `quarantine`, `reject`); null where there is none or it is unknown. */
  policy: string | null;
  /** The trusted Authentication-Results field, unfolded and cut to 1,000 characters; null where there is none. */
  trustedHeader: string | null;
}

export interface Authentication {
  dmarc: DmarcResult;
  /**
   * The author domain (lower case, ASCII) that the verdict is about; null when From names none, or more than one. It
   * proves nothing for an address of another domain.
   */
  fromDomain: string | null;
  /** What proved it (or, for `fail`, who said so). */
  by: 'dkim' | 'authentication-results' | null;
  /**
   * What the domain vouches for in the header, where the mail passes by a signature: whoever has such a mail may hand it in
   * again with other fields. Null: the domain's own server handed the mail over (SPF), header and all.
   */
  signed: SignedFields | null;
  evidence: AuthenticationEvidence;
}

export interface AuthenticateOptions {
  /**
   * The id under which the receiving server writes Authentication-Results (RFC 8601 section 2.5), as `mx.example.org`;
   * `protection.outlook.com` for Microsoft 365, which writes none. Null or empty: no such field is believed.
   */
  trustedAuthservId: string | null;
  /** When the mail was received: an expired signature counts if it was valid then. Default: now. */
  receivedAt?: Date;
}

/**
 * Checks who wrote a mail.
 * @param raw the mail as it is stored; read to its end or destroyed.
 * @throws only what reading `raw` throws, never for what the mail contains.
 */
export type Authenticate = (raw: Readable | Buffer, options: AuthenticateOptions) => Promise<Authentication>;

/**
 * A DNS question, as `dns.promises.resolve` answers it.
 * @throws errors with the codes of `node:dns`: ENOTFOUND and ENODATA for "there is none", anything else for "not known".
 */
export type DnsResolve = (name: string, type: string) => Promise<unknown>;
