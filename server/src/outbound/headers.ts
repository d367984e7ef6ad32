import { cleanText, parseMessageIds } from '../mail';

/** Relays refuse header blocks beyond 4 kB; this leaves room for the others. */
const REFERENCES_LIMIT = 1_500;
const VALUE_LIMIT = 2_000;

const ASCII = /^[\x21-\x7e]+$/;

/** The usable ids of a list, each once: printable, bracketed, of bounded length. */
const usableIds = (ids: readonly string[]): string[] =>
  parseMessageIds(ids.join(' ')).filter((id) => ASCII.test(id));

/**
 * References as they are sent: usable ids only, 1,500 characters at most; the first and the last are kept, because
 * mail programs find the thread by them.
 */
export const trimReferences = (ids: readonly string[]): string[] => {
  const [first, ...others] = usableIds(ids);
  if (first === undefined) return [];
  const kept: string[] = [];
  let length = first.length;
  for (const id of others.reverse()) {
    if (length + 1 + id.length > REFERENCES_LIMIT) break;
    kept.unshift(id);
    length += 1 + id.length;
  }
  return [first, ...kept];
};

/** The first usable id of an In-Reply-To; null when it has none. */
export const trimInReplyTo = (value: string | null): string | null => usableIds([value ?? ''])[0] ?? null;

/** RFC 5322 allows 998 octets a line, and lines are folded at blanks alone. */
const LONG_WORD = /\S{240}/gu;

/** One line without control characters: nothing in it can begin another header field. */
export const headerText = (value: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  cleanText(value.replace(/[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g, ' ').trim(), VALUE_LIMIT)
    .replace(LONG_WORD, '$& ')
    .trim();

const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,75}$/;

/** Fields that the gateway itself writes, or that only a server on the way may write. */
const RESERVED =
  /^(from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|resent-.*|received|return-path|delivered-to|dkim-signature|arc-.*|authentication-results|x-mail-gateway-.*)$/i;

/** Header fields that may be added to a mail, with values on one line. The others are left out. */
export const safeHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => FIELD_NAME.test(name) && !RESERVED.test(name))
      .map(([name, value]) => [name, headerText(value)])
      .filter(([, value]) => value !== '')
  );
