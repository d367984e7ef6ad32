import { type DmarcResponse, evaluateDmarc } from '../../../vendor/mailauth.mjs';
import { budgetedResolve, cachedResolve, createDnsResolver } from './dns';
import { chunksOf } from './header-block';
import {
  authorDomainOf,
  openMail,
  plainDomain,
  verifySignatures,
  type OpenedMail,
  type VerifiedMail,
} from './signatures';
import { claimedFields, isAligned } from './signed-fields';
import { type TrustedVerdict, trustedVerdict } from './trusted-results';
import type {
  Authenticate,
  AuthenticateOptions,
  Authentication,
  AuthenticationEvidence,
  DnsResolve,
  SignedFields,
} from './types';

/** Ten keys, and the walks up the DNS tree that look for policies (RFC 9989 section 4.10). */
const BUDGET = { questions: 60, milliseconds: 15_000 };
const TRUSTED_HEADER_CHARACTERS = 1000;

export interface AuthenticationDependencies {
  /** Instead of the system's DNS; its answers are cached as well. */
  resolver?: DnsResolve;
}

const NO_EVIDENCE: AuthenticationEvidence = {
  reason: 'not_proven',
  signatures: [],
  signaturesIgnored: 0,
  alignedDomain: null,
  policy: null,
  trustedHeader: null,
};

const NOTHING: SignedFields = new Map();

const unproven = (
  reason: AuthenticationEvidence['reason'],
  evidence: Partial<AuthenticationEvidence> = {}
): Authentication => ({
  dmarc: 'none',
  fromDomain: null,
  by: null,
  signed: NOTHING,
  evidence: { ...NO_EVIDENCE, ...evidence, reason },
});

/** DMARC of a mail, by its whole-body signatures and, where one is known, the domain that passed SPF. */
const evaluate = async (
  mail: VerifiedMail,
  spfDomain: string | null,
  resolver: DnsResolve
): Promise<DmarcResponse | null> => {
  const dkimDomains = mail.signatures
    .filter(({ result, partial }) => result === 'pass' && !partial)
    .map(({ domain }) => ({ domain }));
  const { headerFrom, fromFields } = mail;
  const spfDomains = spfDomain === null ? [] : [spfDomain];
  const { response } = await evaluateDmarc({ headerFrom, fromFields, spfDomains, dkimDomains, resolver });
  return response || null;
};

/** The rest of the decision once the signatures alone have proven nothing, and the trusted server says no `pass`. */
const byTrustedHeader = async (
  mail: VerifiedMail,
  own: DmarcResponse,
  trusted: TrustedVerdict | null,
  resolver: DnsResolve
): Promise<Pick<Authentication, 'dmarc' | 'by'> & { reason: AuthenticationEvidence['reason'] }> => {
  const by = 'authentication-results';
  if (trusted?.internal) return { dmarc: 'pass', by, reason: 'trusted_header_internal' };
  if (trusted?.dmarc === 'fail') return { dmarc: 'fail', by, reason: 'trusted_header' };
  if (trusted?.spfDomain && !trusted.dmarc) {
    const withSpf = await evaluate(mail, trusted.spfDomain, resolver);
    if (withSpf?.status.result === 'pass') return { dmarc: 'pass', by, reason: 'trusted_header_spf' };
  }
  const signatureUnknown = mail.signatures.some(({ result, aligned }) => result === 'temperror' && aligned);
  if (own.status.result === 'temperror' || (own.status.result === 'fail' && signatureUnknown)) {
    return { dmarc: 'temperror', by: null, reason: 'dns_failed' };
  }
  return { dmarc: 'none', by: null, reason: own.status.result === 'none' ? 'no_policy' : 'not_proven' };
};

/** The trusted field as it is shown. */
const shown = (trusted: TrustedVerdict | null): string | null =>
  trusted?.field?.slice(0, TRUSTED_HEADER_CHARACTERS) ?? null;

/** Whether the mail came from the domain's own server, so that the whole header is as the domain wrote it. */
const isHandedOver = (trusted: TrustedVerdict | null, fromDomain: string): boolean =>
  trusted !== null &&
  (trusted.internal || (trusted.spfDomain !== null && isAligned(fromDomain, trusted.spfDomain)));

/** The trusted receiving server has asked the DNS already, and says that the mail passes. */
const passedBefore = async (
  { header }: OpenedMail,
  trustedAuthservId: string | null
): Promise<Authentication | null> => {
  if (!trustedAuthservId) return null;
  const fromDomain = await authorDomainOf(header);
  if (fromDomain === null) return null;
  const trusted = trustedVerdict(header, trustedAuthservId, fromDomain);
  if (trusted?.dmarc !== 'pass') return null;
  const evidence = { ...NO_EVIDENCE, reason: 'trusted_header' as const, trustedHeader: shown(trusted) };
  // Without a signature of the domain nothing but SPF can have proven it.
  const signed = isHandedOver(trusted, fromDomain) ? null : claimedFields(header, fromDomain);
  return { dmarc: 'pass', fromDomain, by: 'authentication-results', signed, evidence };
};

/**
 * Makes the function that tells whether the From domain of a mail is proven: by what the trusted receiving server wrote
 * into the mail (RFC 8601), where that says so, without a question to the DNS; else by a DKIM signature that verifies and is
 * aligned (RFC 6376, RFC 9989). SPF is not checked here: the client's address is not known of a mail that was fetched from
 * a mailbox.
 */
export const createAuthentication = ({ resolver }: AuthenticationDependencies = {}) => {
  const resolve = cachedResolve(resolver ?? createDnsResolver());

  const judge = async (
    opened: OpenedMail,
    { trustedAuthservId, receivedAt = new Date() }: AuthenticateOptions
  ): Promise<Authentication> => {
    const passed = await passedBefore(opened, trustedAuthservId);
    if (passed) return passed;

    const budgeted = budgetedResolve(resolve, BUDGET);
    const mail = await verifySignatures(opened, { resolve: budgeted, at: receivedAt });
    if (!mail) return unproven('unreadable');

    const { signatures, ignored: signaturesIgnored } = mail;
    const own = await evaluate(mail, null, budgeted);
    if (!own) return unproven('from_unusable', { signatures, signaturesIgnored });

    const fromDomain = plainDomain(own.status.header.from);
    const trusted = trustedVerdict(opened.header, trustedAuthservId, fromDomain);
    const whole = signatures.find(({ result, partial, aligned }) => result === 'pass' && !partial && aligned);
    const evidence: AuthenticationEvidence = {
      reason: 'aligned_signature',
      signatures,
      signaturesIgnored,
      alignedDomain: whole?.domain ?? null,
      policy: own.p ?? null,
      trustedHeader: shown(trusted),
    };
    if (own.status.result === 'pass') {
      const signed = isHandedOver(trusted, fromDomain) ? null : mail.signed;
      return { dmarc: 'pass', fromDomain, by: 'dkim', signed, evidence };
    }
    const { dmarc, by, reason } = await byTrustedHeader(mail, own, trusted, budgeted);
    // What passes now does so by SPF.
    const signed = dmarc === 'pass' ? null : NOTHING;
    return { dmarc, fromDomain, by, signed, evidence: { ...evidence, reason } };
  };

  const authenticate: Authenticate = async (raw, options) => {
    const source = chunksOf(raw);
    try {
      const opened = await openMail(source);
      return opened ? await judge(opened, options) : unproven('header_too_large');
    } finally {
      await source.return(undefined);
    }
  };

  return { authenticate };
};
