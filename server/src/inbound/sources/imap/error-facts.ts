import { PhaseTimeout } from './deadline';

/** What an error of imapflow, of a socket or of TLS says, as plain data. */
export interface ErrorFacts {
  message: string;
  /** Of Node (`ECONNREFUSED`), OpenSSL (`CERT_HAS_EXPIRED`) or imapflow (`ETHROTTLE`); empty when there is none. */
  code: string;
  /** `NO` or `BAD` where the server refused a command. */
  status: string;
  /** Response code of the refusal (RFC 5530), such as AUTHENTICATIONFAILED. */
  responseCode: string;
  /** Human-readable text of the refusal, or the reason of a BYE. */
  text: string;
  refusedLogin: boolean;
  folderMissing: boolean;
  timedOut: boolean;
  /** Milliseconds that the server asks to wait. */
  throttle: number | null;
}

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `A7 NO [CODE] words` → `words`. */
const wordsOf = (response: string): string =>
  response.replace(/^\S+ (?:NO|BAD|BYE) ?/i, '').replace(/^\[[^\]]*\] ?/, '');

/** Reads an unknown error; nothing in it is trusted to be there. */
export const factsOf = (error: unknown): ErrorFacts => {
  const throttle = field(error, 'throttleReset');
  return {
    message: error instanceof Error ? error.message : String(error),
    code: text(field(error, 'code')),
    status: text(field(error, 'responseStatus')),
    responseCode: text(field(error, 'serverResponseCode')).toUpperCase(),
    text:
      text(field(error, 'responseText')) ||
      text(field(error, 'reason')) ||
      wordsOf(text(field(error, 'response'))),
    refusedLogin: field(error, 'authenticationFailed') === true,
    folderMissing: field(error, 'mailboxMissing') === true || field(error, 'code') === 'NotFound',
    timedOut: error instanceof PhaseTimeout,
    throttle: typeof throttle === 'number' ? throttle : null,
  };
};
