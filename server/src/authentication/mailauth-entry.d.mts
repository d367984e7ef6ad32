/**
 * What is used of mailauth 7, which is bundled into `vendor/mailauth.mjs` before the plugin is built; a copy of this file
 * lies beside it. Typed by hand, because the types of the package describe far more than the bundle holds.
 */

type Resolver = (name: string, type: string) => Promise<unknown>;

export interface SignatureResult {
  /** Missing in the one entry that an unsigned mail gets (`status.result` is `none`). */
  signingDomain?: string;
  selector?: string;
  status: {
    result: string;
    comment?: string;
    /** The domain by which it is aligned with From (by the Public Suffix List), whatever the result. */
    aligned?: string | false;
  };
  signingHeaders?: {
    /** Names of the fields that are covered, one for each field, with colons between them. */
    keys: string;
  };
  /** The signature has an `l=` tag. */
  canonBodyLengthLimited?: boolean;
}

export function dkimVerify(
  input: NodeJS.ReadableStream,
  options: {
    resolver: Resolver;
    /** RFC 8301: rsa-sha1 must not be used for verifying. */
    rejectRsaSha1?: boolean;
    /** The time at which an expiry (`x=`) is judged. */
    curTime?: Date;
  }
): Promise<{
  /** Addresses of all From fields. */
  headerFrom: string[];
  /** Number of From fields. */
  fromFields: number;
  results: SignatureResult[];
}>;

export interface DmarcResponse {
  status: {
    /** `temperror`: a DNS question failed. `none`: no policy is published. */
    result: 'pass' | 'fail' | 'none' | 'temperror';
    /** `from`: the author domain. */
    header: { from: string };
  };
  p?: string;
}

/** `response` is false when From names no author domain, or more than one (RFC 9989 section 5.3.1). */
export function evaluateDmarc(options: {
  headerFrom: string[];
  fromFields: number;
  /** Domains for which SPF passed. */
  spfDomains: string[];
  /** Domains of signatures that verified. */
  dkimDomains: { domain: string }[];
  resolver: Resolver;
}): Promise<{ response: DmarcResponse | false }>;

/** `domain` is missing when From names no author domain, or more than one (RFC 9989 section 5.3.1). */
export function getAuthorDomain(headerFrom: string[], fromFields: number): { domain?: string };

/** The first of the domains that is aligned with the From domain (by the Public Suffix List). */
export function getAlignment(fromDomain: string, domains: string[]): { domain: string } | false;
