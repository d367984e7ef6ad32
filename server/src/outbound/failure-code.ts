import type { SmtpError } from './classify';

/** What stands in the words of Node, its TLS and nodemailer, with the code that a connection test has for the same. */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'connection_refused'],
  [/ENOTFOUND|EAI_AGAIN|EDNS/, 'host_not_found'],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|time(d )?out|never received/i, 'no_answer'],
  [/certificate has expired/i, 'certificate_expired'],
  [/altname/i, 'certificate_name_mismatch'],
  [/certificate/i, 'certificate_invalid'],
  [/wrong version number|packet length too long/i, 'tls_mismatch'],
  [/ETLS|SSL|TLS/, 'tls_failed'],
  [/ECONNRESET|EPIPE|closed|hang up/i, 'connection_lost'],
];

const OF_REASON: Readonly<Record<string, string>> = {
  login_refused: 'login_refused',
  closing: 'server_unavailable',
  authentication_required: 'login_required',
  sending_limit: 'sending_limit',
  relay_denied: 'recipient_refused',
};

/**
 * The code by which the admin words a fault of a server that a mail met with; null where the server's own words must do.
 * @param reason as `classifyFailure` found it.
 */
export const failureCodeOf = (reason: string, { code, message, response }: SmtpError): string | null => {
  const known = OF_REASON[reason];
  if (known !== undefined) return known;
  if (response) return null;
  const words = `${code ?? ''} ${message}`;
  return BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
};
