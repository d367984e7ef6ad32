import type { Breakdown, Reply } from './dialogue';

/** What went wrong in a test, for programs and for people. */
export interface Problem {
  code: string;
  message: string;
  /** What to do about it. */
  advice: string;
}

/** Where it went wrong, and how. */
export interface Trouble {
  step: 'connect' | 'tls' | 'greeting' | 'hello' | 'starttls' | 'login' | 'sender' | 'recipient' | 'data';
  /** What the server said, where it said something. */
  reply?: Reply;
  breakdown?: Breakdown;
  /** The address that was refused. */
  address?: string;
}

interface Tried {
  host: string;
  port: number;
  encryption: 'none' | 'starttls' | 'tls';
}

const OTHER_PORTS = 'Try port 465 with TLS, 587 with STARTTLS, or 2525.';
const PROVIDER = "Compare server name, port and encryption with the provider's instructions.";

const noAnswer = ({ host, port }: Tried): Problem => ({
  code: 'no_answer',
  message: `No answer from ${host} on port ${port}.`,
  advice:
    port === 25
      ? `Port 25 is blocked in most networks. ${OTHER_PORTS}`
      : `Check server name and port; a firewall may be in between. ${OTHER_PORTS}`,
});

const wrongEncryption = ({ port, encryption }: Tried): Problem =>
  encryption === 'tls'
    ? {
        code: 'tls_mismatch',
        message: `The server does not speak TLS from the start on port ${port}.`,
        advice: 'Choose STARTTLS for this port, or port 465 with TLS.',
      }
    : {
        code: 'tls_mismatch',
        message: 'The server broke off the TLS handshake after STARTTLS.',
        advice: 'Choose TLS with port 465, or ask the provider which encryption the port serves.',
      };

const CERTIFICATES: [RegExp, string, string][] = [
  [/expired/i, 'has expired', 'Ask the operator of the server to renew it.'],
  [
    /altname|hostname|does not match/i,
    'is made out to another name',
    'Enter the server name that stands in the certificate.',
  ],
  [
    /self[- ]signed|issuer|verify the first/i,
    'is signed by nobody that this site trusts',
    'Use a server with a public certificate, or have your own authority trusted by Node (NODE_EXTRA_CA_CERTS).',
  ],
];

const badCertificate = (detail: string): Problem => {
  const [, what, advice] = CERTIFICATES.find(([pattern]) => pattern.test(detail)) ?? [
    null,
    'cannot be verified',
    PROVIDER,
  ];
  return {
    code: 'certificate_invalid',
    message: `The certificate of the server ${what} (${detail}).`,
    advice,
  };
};

const STEP_NAMES: Record<Trouble['step'], string> = {
  connect: 'connecting',
  tls: 'the TLS handshake',
  greeting: 'the greeting',
  hello: 'EHLO',
  starttls: 'STARTTLS',
  login: 'the login',
  sender: 'MAIL FROM',
  recipient: 'RCPT TO',
  data: 'DATA',
};

const ofBreakdown = (breakdown: Breakdown, step: Trouble['step'], tried: Tried): Problem => {
  switch (breakdown.kind) {
    case 'timeout':
      if (step === 'connect') return noAnswer(tried);
      if (step === 'greeting') {
        return {
          code: 'greeting_missing',
          message: `The server on port ${tried.port} took the connection and said nothing.`,
          advice:
            tried.encryption === 'tls'
              ? PROVIDER
              : 'It may expect TLS from the start: choose TLS, usually with port 465.',
        };
      }
      return {
        code: 'timeout',
        message: `The server stopped answering at ${STEP_NAMES[step]}.`,
        advice: 'Try again in a few minutes; if it stays so, ask the operator of the server.',
      };
    case 'closed':
      return {
        code: 'closed_early',
        message: `The server closed the connection unexpectedly at ${STEP_NAMES[step]}.`,
        advice: `Check which service this port offers. ${OTHER_PORTS}`,
      };
    case 'refused':
      return {
        code: 'connection_refused',
        message: `Nothing accepts connections on ${tried.host}, port ${tried.port}.`,
        advice: `Check server name and port. ${OTHER_PORTS}`,
      };
    case 'unreachable':
      return {
        ...noAnswer(tried),
        message: `${noAnswer(tried).message.slice(0, -1)} (${breakdown.detail}).`,
      };
    case 'no_smtp':
      return {
        code: 'no_mail_server',
        message: `What answers on port ${tried.port} is no mail server, or expects TLS from the start.`,
        advice: PROVIDER,
      };
    case 'tls_mismatch':
      return wrongEncryption(tried);
    case 'certificate':
      return badCertificate(breakdown.detail);
    case 'tls':
      return {
        code: 'tls_failed',
        message: `The connection could not be secured (${breakdown.detail}).`,
        advice: 'Check the encryption; the server must offer TLS 1.2 or later.',
      };
  }
};

const loginAdvice = ({ host }: Tried, text: string): string => {
  if (/(^|\.)(gmail|googlemail|google)\.com$/i.test(host) || /gsmtp|support\.google\.com/i.test(text)) {
    return 'Gmail does not take the password of the account: turn on 2-Step Verification and enter an app password.';
  }
  if (
    /(^|\.)(office365|outlook|hotmail)\.com$/i.test(host) ||
    /SmtpClientAuthentication|5\.7\.139|outlook\.com/i.test(text)
  ) {
    return 'Microsoft 365: SMTP AUTH must be allowed for this mailbox (admin center, Mail, Manage email apps), and security defaults must not forbid it.';
  }
  return 'Check user name and password; many providers want an app password, or the whole address as user name.';
};

const senderAdvice = (text: string): string =>
  /5\.7\.60|SendAsDenied|send as/i.test(text)
    ? 'This account may send as itself only: set mail.force.smtp.from to its address, or grant "Send as".'
    : 'Choose another envelope sender, or set mail.force.smtp.from to an address that the server accepts.';

const ofReply = ({ step, address }: Trouble, { text, code }: Reply, tried: Tried): Problem => {
  const said = `"${text}"`;
  switch (step) {
    case 'greeting':
      return {
        code: 'greeting_refused',
        message: `The server refuses us at once: ${said}.`,
        advice: PROVIDER,
      };
    case 'starttls':
      return {
        code: 'starttls_missing',
        message: 'The server offers no STARTTLS on this port.',
        advice: 'Choose TLS with port 465, or a port on which the server offers STARTTLS, usually 587.',
      };
    case 'login':
      if (code >= 200 && code < 300) {
        return {
          code: 'login_not_offered',
          message: 'The server offers no login with user name and password here.',
          advice:
            tried.encryption === 'none'
              ? 'Many servers offer it on encrypted connections only: choose STARTTLS or TLS.'
              : 'Use port 587 or 465, or set the authentication to none if the server needs no login.',
        };
      }
      return {
        code: 'login_refused',
        message: `The server refused the login: ${said}.`,
        advice: loginAdvice(tried, text),
      };
    case 'sender':
      return code === 530
        ? {
            code: 'login_required',
            message: `The server wants a login first: ${said}.`,
            advice: 'Set the authentication to password and enter user name and password.',
          }
        : {
            code: 'sender_refused',
            message: `The server refused the sender address (${address}): ${said}.`,
            advice: senderAdvice(text),
          };
    case 'recipient':
      return {
        code: 'recipient_refused',
        message: `The server refused the test recipient (${address}): ${said}.`,
        advice: /relay/i.test(text)
          ? 'The server does not pass mail on for us: it may want a login, or must allow this site.'
          : 'Test with another recipient.',
      };
    case 'data':
      return {
        code: 'data_refused',
        message: `The server refused the test mail: ${said}.`,
        advice: 'The reply names the reason.',
      };
    default:
      return {
        code: 'refused',
        message: `The server refused ${STEP_NAMES[step]}: ${said}.`,
        advice: PROVIDER,
      };
  }
};

/** A sentence and an advice for what went wrong when a server was tested. */
export const diagnose = (trouble: Trouble, tried: Tried): Problem =>
  trouble.reply
    ? ofReply(trouble, trouble.reply, tried)
    : ofBreakdown(trouble.breakdown ?? { kind: 'closed' }, trouble.step, tried);
