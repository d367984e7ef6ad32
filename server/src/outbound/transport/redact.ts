const REDACTED = '***';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Base64 of this length or more is recognised by its beginning, since servers cut off what they repeat. */
const BEGINNING = 8;

const base64Pattern = (text: string): string => {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return encoded.length > BEGINNING
    ? `${escaped(encoded.slice(0, BEGINNING))}[A-Za-z0-9+/]*={0,2}`
    : escaped(encoded);
};

/**
 * Takes a login out of what a server says: some repeat the command that they did not understand. The password, its
 * base64 (AUTH LOGIN) and the response of AUTH PLAIN (RFC 4616) become `***`; the reply code stays.
 */
export const redactorOf = (login: { user: string; pass: string } | null): ((reply: string) => string) => {
  if (login === null || login.pass === '') return (reply) => reply;
  const { user, pass } = login;
  const pattern = new RegExp(
    [base64Pattern(`\0${user}\0${pass}`), base64Pattern(pass), escaped(pass)].join('|'),
    'gi'
  );
  return (reply) => {
    const code = /^\d{3}[ -]/.exec(reply)?.[0] ?? '';
    return code + reply.slice(code.length).replace(pattern, REDACTED);
  };
};
