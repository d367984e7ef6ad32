import { diagnoseLogin } from './diagnosis-login';
import { diagnoseTls } from './diagnosis-tls';
import type { FailureContext, Verdict } from './failure-context';
import type { ServerFailure } from './types';

const LONGEST_QUOTE = 300;

/** The server's own words, made safe to show: one line, no control characters, no password, of bounded length. */
const quote = ({ error, greeting, secrets }: FailureContext): string | null => {
  if (greeting === null) return null;
  const said = [error.status, error.responseCode && `[${error.responseCode}]`, error.text]
    .filter(Boolean)
    .join(' ');
  const hidden = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
    .reduce((words, secret) => words.replaceAll(secret, '***'), said);
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not be shown
  const line = hidden.replace(/[\u0000-\u0020\u007F]+/g, ' ').trim();
  return line === '' ? null : line.slice(0, LONGEST_QUOTE);
};

const NO_ANSWER = new Set(['ETIMEDOUT', 'CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
const CLOSED = new Set([
  'ECONNRESET',
  'EPIPE',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
  'NoConnection',
]);

const connecting = ({ error, server }: FailureContext): Verdict | null => {
  const place = `${server.host} on port ${server.port}`;
  if (error.code === 'ECONNREFUSED') {
    return {
      code: 'connection_refused',
      message: `${place} refused the connection: nothing listens there.`,
      advice: 'Check the port: IMAP uses 993 with TLS and 143 with STARTTLS.',
    };
  }
  if (!error.timedOut && !NO_ANSWER.has(error.code)) return null;
  return {
    code: 'no_answer',
    message: `No answer from ${place}.`,
    advice: 'Check server name and port, and whether a firewall lets this site reach it.',
  };
};

const greetingMissing = ({ error, server, speaksTls }: FailureContext): Verdict | null => {
  const place = `${server.host} on port ${server.port}`;
  if (speaksTls) {
    return {
      code: 'tls_expected',
      message: `${place} expects TLS from the first byte on.`,
      advice: 'Choose TLS as encryption.',
    };
  }
  if (error.timedOut || error.code === 'GREETING_TIMEOUT') {
    return {
      code: 'no_greeting',
      message: `${place} accepted the connection and then said nothing.`,
      advice: 'Check that an IMAP server listens on this port, and the kind of encryption.',
    };
  }
  if (CLOSED.has(error.code)) {
    return {
      code: 'closed_early',
      message: `${place} closed the connection before any greeting.`,
      advice: 'Check what is served on this port, and whether the server admits this site’s address.',
    };
  }
  return {
    code: 'not_imap',
    message: `${place} is no IMAP server.`,
    advice: 'Check the port: IMAP uses 993 with TLS and 143 with STARTTLS.',
  };
};

const opening = ({ error, server, similarFolders = [] }: FailureContext): Verdict | null => {
  if (!error.folderMissing && error.responseCode !== 'NONEXISTENT') return null;
  const similar = similarFolders.map((folder) => `"${folder}"`).join(', ');
  return {
    code: 'folder_missing',
    message: `${server.username} has no folder "${server.folder}".`,
    advice: similar === '' ? 'Check the spelling of the folder.' : `Choose one that exists: ${similar}.`,
  };
};

/** Silence, a closed connection, throttling and refusals, in whatever phase. */
const anywhere = ({ error, server, tried }: FailureContext): Verdict => {
  if (error.code === 'ETHROTTLE' || error.responseCode === 'THROTTLED') {
    return {
      code: 'throttled',
      message: 'The server asks this site to slow down.',
      advice: 'Nothing to do: fetching goes on once the server admits it.',
    };
  }
  if (error.timedOut || error.code === 'ETIMEOUT' || error.code === 'UPGRADE_TIMEOUT') {
    return {
      code: 'stalled',
      message: `${server.host} stopped answering (${tried.toLowerCase()}).`,
      advice: 'Fetching is tried again. If it happens each time, ask the provider.',
    };
  }
  if (CLOSED.has(error.code)) {
    return {
      code: 'connection_lost',
      message: `${server.host} closed the connection (${tried.toLowerCase()}).`,
      advice: 'Fetching is tried again. If it happens each time, ask the provider.',
    };
  }
  if (error.status !== '') {
    return {
      code: 'refused',
      message: `${server.host} refused a command (${tried.toLowerCase()}).`,
      advice: 'See what the server said.',
    };
  }
  return {
    code: 'protocol_error',
    message: `${server.host} answered something that is not IMAP (${tried.toLowerCase()}).`,
    advice: 'Check what is served on this port. If it is an IMAP server, report its name and version.',
  };
};

const byPhase = (context: FailureContext): Verdict | null => {
  const { phase, greeting } = context;
  if (phase === 'connect') return diagnoseTls(context) ?? connecting(context) ?? greetingMissing(context);
  if (phase === 'greeting' && greeting === null) return diagnoseTls(context) ?? greetingMissing(context);
  if (phase === 'starttls') return diagnoseTls(context);
  if (phase === 'greeting' || phase === 'login') return diagnoseLogin(context);
  return phase === 'open' ? opening(context) : null;
};

/**
 * Why a step at a server failed: what was tried, what the server said, what it means and what to do. Nothing that came
 * before a valid greeting is quoted, because the port may belong to anything.
 */
export const diagnose = (context: FailureContext): ServerFailure => ({
  phase: context.phase,
  tried: context.tried,
  serverSaid: quote(context),
  ...(byPhase(context) ?? anywhere(context)),
});
