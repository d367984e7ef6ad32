import { z } from 'zod';
import { problem } from './problems';

/** Parts that several contracts share: the fields people fill in, each with a message that says what is expected. */

/** RFC 5322 dot-atom in ASCII, which every server accepts in front of the `@`. */
export const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;

/** RFC 5321 4.5.3.1.1, in octets. */
export const LOCAL_PART_LIMIT = 64;

/** One domain name in ASCII or with letters of other scripts, without a dot at the end. */
export const DOMAIN =
  /^(?=.{1,253}$)[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?)*$/u;

const HOST_SIGNS = /^(?:\[[0-9a-f:.]+\]|[0-9a-f:]*:[0-9a-f:.]*:[0-9a-f:.]*|[^\s/@:[\]?#]+)$/i;

// eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
const CONTROL = /[\u0000-\u001F\u007F]/;

/** Text for a `string` column. */
export const shortText = (label: string) =>
  z
    .string({ error: `${label} is a text.` })
    .trim()
    .max(255, `${label} has at most 255 characters.`)
    .refine(
      (text) => !CONTROL.test(text),
      problem('control_character', `${label} contains a line break or another control character.`)
    );

/** As `shortText`, and not empty. */
export const requiredText = (label: string) =>
  z
    .string({ error: `${label} is missing; it is a text.` })
    .trim()
    .min(1, `${label} is empty.`)
    .max(255, `${label} has at most 255 characters.`)
    .refine(
      (text) => !CONTROL.test(text),
      problem('control_character', `${label} contains a line break or another control character.`)
    );

/** NUL and lone surrogates: PostgreSQL refuses them in a text as well as in JSON. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** What is said of such a text. */
export const UNSTORABLE_TEXT =
  'The text contains a character that cannot be stored (NUL or half a surrogate pair).';

/** Whether every database takes the text. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** A text that is not restricted otherwise and reaches the database. */
export const storableText = (label: string) =>
  z.string({ error: `${label} is a text.` }).refine(isStorable, problem('unstorable', UNSTORABLE_TEXT));

/** Text for a `text` column. */
export const longText = (label: string) =>
  storableText(label).max(65_535, `${label} has at most 65535 characters.`);

/** A host name or an IP address, as it is typed. */
export const hostName = requiredText('The host').refine(
  (text) => HOST_SIGNS.test(text),
  problem(
    'host_form',
    'The host is a name or an IP address alone, as in mail.example.com, without https:// and without a port.'
  )
);

export const portNumber = z
  .int({ error: 'The port is a whole number.' })
  .min(1, 'The port is between 1 and 65535.')
  .max(65_535, 'The port is between 1 and 65535.');

export const encryption = z.enum(['none', 'starttls', 'tls'], {
  error: 'The encryption is none, starttls or tls.',
});

/** How a connection is protected: not at all, upgraded by STARTTLS, or TLS from the first byte. */
export type Encryption = z.infer<typeof encryption>;

/**
 * A password that is written and never read: a string replaces it, null removes it, leaving it out keeps it.
 * `env:NAME` names an environment variable instead.
 */
export const secret = z
  .string({ error: 'The password is a text; null removes it, leaving it out keeps it.' })
  .min(1, 'The password is empty; null removes it, leaving it out keeps it.')
  .max(4096, 'The password has at most 4096 characters.')
  .refine(
    (text) => !/[\0\r\n]/.test(text),
    problem('line_break', 'The password contains a line break, probably from copying it.')
  )
  .nullable();

export const flag = (label: string) => z.boolean({ error: `${label} is true or false.` });

export const priority = z
  .int({ error: 'The priority is a whole number; lower ones come first.' })
  .min(0, 'The priority is 0 or more; lower ones come first.')
  .max(100_000, 'The priority is at most 100000.');

/**
 * A UUID that the client makes for what it sends, and keeps when it tries again: a repeat does nothing and is answered as
 * the first time.
 */
export const requestId = z.uuid({ error: 'requestId is a UUID.' });

/** Strapi's identity of an entry. */
export const documentId = z
  .string({ error: 'A documentId is a text.' })
  .min(1)
  .max(255)
  .refine(isStorable, problem('unstorable', UNSTORABLE_TEXT));

/** ISO 8601 in UTC, or null for "never". */
export const instant = z.string().nullable();

/** Entries of a list that people separate by commas, semicolons, blanks or line breaks. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((entry) => entry !== '');

/** An address as people type it: `local@domain`, nothing else. */
export const isAddress = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  return (
    at > 0 && local.length <= LOCAL_PART_LIMIT && LOCAL_PART.test(local) && DOMAIN.test(text.slice(at + 1))
  );
};

/** Addresses and whole domains, however they are separated; stored with commas. */
export const addressesOrDomains = (label: string) =>
  longText(label)
    .superRefine((text, context) => {
      const wrong = listOf(text).find((entry) => !isAddress(entry) && !DOMAIN.test(entry));
      if (wrong === undefined) return;
      const message = `${label} is a list of addresses or domains, separated by commas; "${wrong}" is neither.`;
      context.addIssue({
        code: 'custom',
        message,
        params: { problem: 'list_form', values: { entry: wrong } },
      });
    })
    .transform((text) => listOf(text).join(', '));
