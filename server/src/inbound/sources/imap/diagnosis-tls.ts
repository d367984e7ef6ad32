import type { FailureContext, Verdict } from './failure-context';

const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN']);
const UNKNOWN_ISSUER = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

const certificate = ({ error: { code }, server: { host } }: FailureContext): Verdict | null => {
  if (SELF_SIGNED.has(code) || UNKNOWN_ISSUER.has(code)) {
    return {
      code: SELF_SIGNED.has(code) ? 'certificate_self_signed' : 'certificate_unknown_issuer',
      message: `The certificate of ${host} is not signed by an authority that this site knows.`,
      advice: 'If it is your own server, enter the certificate of its authority as "certificate authority".',
    };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      code: 'certificate_expired',
      message: `The certificate of ${host} has expired.`,
      advice: 'Renew the certificate on the server.',
    };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return {
      code: 'certificate_not_yet_valid',
      message: `The certificate of ${host} is not valid yet.`,
      advice: 'Check the clocks of this machine and of the server.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      code: 'certificate_name_mismatch',
      message: `The certificate belongs to another name than ${host}.`,
      advice: 'Enter the server by the name that its certificate carries; the provider tells it.',
    };
  }
  return code.startsWith('CERT_') || code.includes('_CERT_')
    ? {
        code: 'certificate_invalid',
        message: `The certificate of ${host} is not valid (${code}).`,
        advice: 'Have the certificate on the server repaired.',
      }
    : null;
};

/** Failures of TLS itself: certificates, and the two sides expecting different things. Null: it was something else. */
export const diagnoseTls = (context: FailureContext): Verdict | null => {
  const { error, server, phase } = context;
  const found = certificate(context);
  if (found) return found;
  if (/does not support STARTTLS|STARTTLS is not possible/.test(error.message)) {
    return {
      code: 'starttls_missing',
      message: `${server.host} offers no STARTTLS on port ${server.port}.`,
      advice: 'Choose TLS and its port (IMAP: 993), or another server.',
    };
  }
  if (error.code === 'STARTTLS_INJECTION') {
    return {
      code: 'starttls_injection',
      message: 'Somebody between this site and the server tampers with the connection.',
      advice: 'Choose TLS (IMAP: port 993), and tell the network’s administrator.',
    };
  }
  const failedInTls = error.code.startsWith('ERR_SSL_') || error.code === 'EPROTO';
  if (phase !== 'starttls' && (failedInTls || /before secure TLS connection/.test(error.message))) {
    return server.encryption === 'tls' && /WRONG_VERSION|PACKET_LENGTH|EPROTO/.test(error.code)
      ? {
          code: 'tls_not_spoken',
          message: `${server.host} does not speak TLS on port ${server.port}: it answers in plain text.`,
          advice: 'Choose STARTTLS as encryption, or the port for TLS (IMAP: 993).',
        }
      : {
          code: 'tls_failed',
          message: `${server.host} and this site could not agree on TLS.`,
          advice: 'Check port and encryption; the server may offer only outdated versions of TLS.',
        };
  }
  return failedInTls
    ? {
        code: 'tls_failed',
        message: `${server.host} offers STARTTLS, but the encryption could not be set up.`,
        advice: 'Choose TLS (IMAP: port 993), or have the server repaired.',
      }
    : null;
};
