import type { FailureContext, Verdict } from './failure-context';

const isAt = (host: string, ...domains: string[]): boolean =>
  domains.some((domain) => host.toLowerCase() === domain || host.toLowerCase().endsWith(`.${domain}`));

const isGoogle = ({ server, greeting, error }: FailureContext): boolean =>
  isAt(server.host, 'gmail.com', 'googlemail.com', 'google.com') ||
  /\bGimap\b/i.test(greeting ?? '') ||
  /Invalid credentials \(Failure\)|Application-specific password/i.test(error.text);

const isMicrosoft = ({ server, greeting }: FailureContext): boolean =>
  isAt(server.host, 'office365.com', 'outlook.com', 'hotmail.com') ||
  /Microsoft Exchange IMAP4/i.test(greeting ?? '');

const passwordAdvice = (context: FailureContext): string => {
  if (isGoogle(context)) {
    return 'Google takes no account password here. Create an app password (needs 2-Step Verification), or use OAuth.';
  }
  if (isMicrosoft(context)) {
    return 'Microsoft has switched password log-in off for most accounts. Use OAuth, or an app password where allowed.';
  }
  return 'Check user name and password. Many providers want an app password, or IMAP to be switched on first.';
};

const BUSY = /too many|simultaneous|maximum number of connections|connection limit/i;
const LATER = /try again|temporar|unavailable|\brate\b|throttl/i;

/** Why a server did not let us in. Not every refusal is about the password (RFC 5530 3). Null: it was no refusal. */
export const diagnoseLogin = (context: FailureContext): Verdict | null => {
  const { error, server } = context;
  if (error.code === 'ETHROTTLE') return null;
  if (error.responseCode === 'LIMIT' || BUSY.test(error.text)) {
    return {
      code: 'too_many_connections',
      message: `${server.host} admits no further connection of ${server.username} now.`,
      advice: 'Close other mail programs of this account, or wait: fetching is tried again.',
    };
  }
  if (error.message === 'Login is disabled' || error.responseCode === 'PRIVACYREQUIRED') {
    return {
      code: 'login_disabled',
      message: `${server.host} takes no password over this kind of connection.`,
      advice: 'Choose STARTTLS or TLS as encryption.',
    };
  }
  if (error.message === 'No matching authentication method') {
    return {
      code: 'authentication_unsupported',
      message: `${server.host} offers no way of logging in with a password.`,
      advice: passwordAdvice(context),
    };
  }
  if (!error.refusedLogin) return null;
  const elsewhere = ['UNAVAILABLE', 'SERVERBUG', 'INUSE'].includes(error.responseCode);
  if (elsewhere || (error.responseCode === '' && LATER.test(error.text))) {
    return {
      code: 'server_unavailable',
      message: `${server.host} cannot log anybody in at the moment.`,
      advice: 'Nothing to do: fetching is tried again.',
    };
  }
  return {
    code: 'authentication_failed',
    message: `${server.host} did not accept user name and password of ${server.username}.`,
    advice: passwordAdvice(context),
  };
};
