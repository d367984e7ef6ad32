import { cleanText } from '../mail';
import { explain } from './explain';
import { failureCodeOf } from './failure-code';
import { enhancedCodeOf, says } from './smtp-text';
import type { Failure, Fault } from './types';

/** Where in the dialogue it failed: up to the login, at the login, MAIL/RCPT/DATA, or in the message itself. */
export type SmtpPhase = 'connect' | 'login' | 'envelope' | 'message';

/** What is known of a failed sending, as nodemailer reports it. */
export interface SmtpError {
  message: string;
  /** `ETIMEDOUT`, `EENVELOPE` …: nodemailer's or the system's. */
  code?: string;
  /** The command that was answered: `MAIL FROM`, `RCPT TO`, `DATA`, `AUTH PLAIN`, `CONN` … */
  command?: string;
  /** The server's reply, complete. */
  response?: string;
  responseCode?: number;
  /** The server has not said a word since the mail's first command. */
  unanswered?: boolean;
}

type Reason =
  | 'server_unusable'
  | 'login_refused'
  | 'closing'
  | 'authentication_required'
  | 'sending_limit'
  | 'relay_denied'
  | 'connection_lost'
  | 'sender_refused'
  | 'recipient_refused'
  | 'mailbox_full'
  | 'too_large'
  | 'content_refused'
  | 'address_invalid'
  | 'unreadable'
  | 'unknown';

const FAULT: Record<Reason, Fault> = {
  server_unusable: 'server',
  login_refused: 'server',
  closing: 'server',
  authentication_required: 'server',
  sending_limit: 'server',
  relay_denied: 'server',
  connection_lost: 'unknown',
  sender_refused: 'sender',
  recipient_refused: 'recipient',
  mailbox_full: 'recipient',
  too_large: 'content',
  content_refused: 'content',
  address_invalid: 'recipient',
  unreadable: 'unknown',
  unknown: 'unknown',
};

const SENTENCE: Record<Reason, string> = {
  server_unusable: 'The outgoing server could not be used',
  login_refused: 'The outgoing server refused the login',
  closing: 'The outgoing server is closing its connections',
  authentication_required: 'The outgoing server wants a login before it takes mail',
  sending_limit: 'The outgoing server takes no more mail from this account for now',
  relay_denied: 'The outgoing server does not pass mail on for this site',
  connection_lost: 'The connection was lost before the mail was handed over',
  sender_refused: 'The outgoing server refused the sender address',
  recipient_refused: 'The recipient address was refused',
  mailbox_full: "The recipient's mailbox is full",
  too_large: 'The mail is too large for the outgoing server',
  content_refused: 'The mail was refused for its content or by a policy',
  address_invalid: 'The address cannot be used in a mail',
  unreadable: 'The mail could not be read to its end while it was sent',
  unknown: 'The outgoing server refused the mail without saying why',
};

/** Send As denied (Microsoft), and sender addresses that are malformed or of no domain (RFC 3463 3.2). */
const SENDER_CODES = new Set(['5.7.60', '5.2.252', '5.1.7', '4.1.7', '5.1.8', '4.1.8']);
/** What an account may send in a day is used up, at Gmail and at Microsoft. */
const LIMIT_CODES = new Set(['5.4.5', '5.1.90']);
/** The site is none that the server relays for (Microsoft). */
const RELAY_CODES = new Set(['5.7.64']);
/** Replies about logins, at whichever command they come (RFC 4954 6). */
const LOGIN_CODES = new Set([530, 534, 535, 538]);

/** By enhanced code, for a reply to RCPT TO (RFC 3463). Null where the code says too little. */
const recipientReason = (enhanced: string): Reason | null => {
  if (enhanced === '5.2.2' || enhanced === '4.2.2') return 'mailbox_full';
  if (enhanced === '5.2.3' || enhanced === '5.3.4') return 'too_large';
  if (/^[45]\.[12]\./.test(enhanced)) return 'recipient_refused';
  if (/^[45]\.4\.[146]$/.test(enhanced)) return 'recipient_refused';
  return /^[45]\.[67]\./.test(enhanced) ? 'content_refused' : null;
};

const byRecipientText = (response: string): Reason => {
  if (says(response, 'unknownRecipient')) return 'recipient_refused';
  return says(response, 'policy') ? 'content_refused' : 'unknown';
};

const reasonOfReply = (command: string, response: string, code: number, enhanced: string | null): Reason => {
  if (code === 421) return 'closing';
  // Bad sequence of commands: it speaks of the session, and another one may do.
  if (code === 503) return 'unknown';
  if (command.startsWith('AUTH')) return 'login_refused';
  if (LOGIN_CODES.has(code) || enhanced === '5.7.57') return 'authentication_required';
  // After DATA such words speak of the mail (DMARC), not of our login.
  if (command !== 'DATA' && says(response, 'authenticationRequired')) return 'authentication_required';
  if ((enhanced && LIMIT_CODES.has(enhanced)) || says(response, 'sendingLimit')) return 'sending_limit';
  if ((enhanced && RELAY_CODES.has(enhanced)) || says(response, 'relayDenied')) return 'relay_denied';
  if ((enhanced && SENDER_CODES.has(enhanced)) || says(response, 'senderRefused')) return 'sender_refused';
  if (enhanced === '5.3.4' || says(response, 'tooLarge')) return 'too_large';
  if (command === 'MAIL FROM') return 'sender_refused';
  if (command === 'RCPT TO')
    return (enhanced === null ? null : recipientReason(enhanced)) ?? byRecipientText(response);
  if (command === 'DATA') return code === 553 ? 'sender_refused' : 'content_refused';
  return 'unknown';
};

const reasonWithoutReply = (
  { code, command, message, unanswered = false }: SmtpError,
  phase: SmtpPhase
): Reason => {
  if (phase === 'login') return 'login_refused';
  if (phase === 'connect') return 'server_unusable';
  if (code === 'EMESSAGE' && /larger than allowed/i.test(message)) return 'too_large';
  if (code === 'EENVELOPE' && command === 'API') {
    return /invalid sender/i.test(message) ? 'sender_refused' : 'address_invalid';
  }
  // Hung up behind EHLO or the login: nothing of this mail can have been the cause.
  if (unanswered) return 'server_unusable';
  return code === 'ESTREAM' ? 'unreadable' : 'connection_lost';
};

/** Refusals that no reply stands behind, yet that no repetition mends. */
const PERMANENT_WITHOUT_REPLY = new Set<Reason>(['too_large', 'address_invalid', 'sender_refused']);

/**
 * Whose fault a failed sending is. `server`: connection, TLS, EHLO, login, a hang-up before MAIL FROM was answered, 421, a
 * used-up sending limit and a denied relay, whatever the code; never permanent. `sender`: MAIL FROM, 5.7.60, x.1.7, x.1.8, 553. `recipient`: RCPT TO with 5.1.x, 5.2.x and the like. `content`: policy, spam, size,
 * everything after DATA. A refusal without an enhanced code is judged by its command, then by its words, else
 * `unknown`.
 */
export const classifyFailure = (error: SmtpError, phase: SmtpPhase): Failure => {
  const response = cleanText(error.response ?? '', 2_000);
  const code = error.responseCode ?? null;
  const enhancedCode = enhancedCodeOf(response);
  const command = (error.command ?? '').toUpperCase();
  const beforeMail = phase === 'connect' || phase === 'login';
  const reason =
    code === null || beforeMail
      ? reasonWithoutReply(error, phase)
      : reasonOfReply(command, response, code, enhancedCode);
  const fault = FAULT[reason];
  const serverFault = fault === 'server' ? failureCodeOf(reason, error) : null;
  const said = cleanText(response || error.message, 500);
  const message = `${SENTENCE[reason]}: ${said}`;
  return {
    fault,
    permanent:
      fault !== 'server' &&
      (code === null ? PERMANENT_WITHOUT_REPLY.has(reason) : code >= 500 && code !== 503),
    code,
    enhancedCode,
    response,
    serverFault,
    sentence:
      reason === 'server_unusable'
        ? explain(reason, { failure: serverFault ?? '', said }, message)
        : explain(reason, { said }, message),
  };
};
