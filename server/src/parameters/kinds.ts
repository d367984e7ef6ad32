import { FIELD_PROBLEMS, isAddress, listOf, type FieldSentence } from '../../../contracts';
import { normaliseDomain, normaliseLocalPart } from '../addresses';
import { normaliseAddress } from '../mail';
import { writerOf } from '../sentence';
import { LONGEST_MAILBOX_NAME } from '../tokens';

/** What a parameter's text may be, and what it means. */
export interface Kind<Value> {
  /** Ends the sentence "expected …". */
  expected: string;
  /** What is said to who gave another text. */
  wanted: FieldSentence;
  /** Null when the text does not fit. */
  parse(text: string): Value | null;
  /** The form that is stored; `parse` gives the same value back. */
  format(value: Value): string;
}

const say = writerOf(FIELD_PROBLEMS);

const orNothing = (kind: Kind<string>): Kind<string> => ({
  ...kind,
  expected: `${kind.expected}, or nothing`,
  wanted: { ...kind.wanted, message: `Expected ${kind.expected}, or nothing.` },
  parse: (text) => (text === '' ? '' : kind.parse(text)),
});

const same = (value: string): string => value;

/** One of a few words. */
export const oneOf = <Word extends string>(words: readonly Word[]): Kind<Word> => ({
  expected: `one of ${words.join(', ')}`,
  wanted: say('wants_one_of', { values: words.join(', ') }, `Expected one of ${words.join(', ')}.`),
  parse: (text) => words.find((word) => word === text) ?? null,
  format: (word) => word,
});

export const domain: Kind<string> = orNothing({
  expected: 'a mail domain as in example.com, without @ and without https://',
  wanted: say(
    'wants_domain',
    {},
    'Expected a mail domain as in example.com, without @ and without https://.'
  ),
  parse: normaliseDomain,
  format: same,
});

/** Names that signed keys are appended to (`catchall+<key>@`): they leave the delimiter free, and room for a key. */
const KEYED_NAME =
  `the part in front of the @, at most ${LONGEST_MAILBOX_NAME} characters: unaccented letters, digits, dots and ` +
  'hyphens, without +';

export const keyedName: Kind<string> = {
  expected: KEYED_NAME,
  wanted: say('wants_keyed_name', { limit: LONGEST_MAILBOX_NAME }, `Expected ${KEYED_NAME}.`),
  parse: (text) => {
    const name = normaliseLocalPart(text);
    return name === null || name.length > LONGEST_MAILBOX_NAME || name.includes('+') ? null : name;
  },
  format: same,
};

const address: Kind<string> = {
  expected: 'an address as in notifications@example.com',
  wanted: say('wants_address', {}, 'Expected an address as in notifications@example.com.'),
  parse: (text) => (isAddress(text) ? normaliseAddress(text) : null),
  format: same,
};

export const addressOrNothing: Kind<string> = orNothing(address);

export const nameOrAddress: Kind<string> = {
  expected: 'the part in front of the @ as in notifications, or an address as in notifications@example.com',
  wanted: say(
    'wants_name_or_address',
    {},
    'Expected the part in front of the @ as in notifications, or an address as in notifications@example.com.'
  ),
  parse: (text) => normaliseLocalPart(text) ?? address.parse(text),
  format: same,
};

const list = (
  code: 'wants_domains' | 'wants_addresses_or_domains',
  expected: string,
  parse: (entry: string) => string | null
): Kind<readonly string[]> => ({
  expected: `${expected}, separated by commas, or nothing`,
  wanted: say(code, {}, `Expected ${expected}, separated by commas, or nothing.`),
  parse: (text) => {
    const entries = listOf(text).map(parse);
    const known = entries.filter((entry) => entry !== null);
    return known.length === entries.length ? [...new Set(known)] : null;
  },
  format: (entries) => entries.join(', '),
});

export const domains = list('wants_domains', 'mail domains as in example.com', normaliseDomain);

export const addressesOrDomains = list(
  'wants_addresses_or_domains',
  'addresses or mail domains',
  (entry) => address.parse(entry)?.toLowerCase() ?? normaliseDomain(entry)
);

export const wholeNumber = (minimum: number, maximum: number): Kind<number> => ({
  expected: `a whole number between ${minimum} and ${maximum}`,
  wanted: say(
    'wants_whole_number',
    { least: minimum, most: maximum },
    `Expected a whole number between ${minimum} and ${maximum}.`
  ),
  parse: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return value >= minimum && value <= maximum ? value : null;
  },
  format: String,
});

const SWITCH: Record<string, boolean> = { true: true, '1': true, false: false, '0': false, '': false };

export const onOff: Kind<boolean> = {
  expected: 'true or false',
  wanted: say('wants_switch', {}, 'Expected true or false.'),
  parse: (text) => SWITCH[text.toLowerCase()] ?? null,
  format: String,
};

/** documentId of a row; whether there is such a row is another question. */
export const reference = (what: string): Kind<string> =>
  orNothing({
    expected: `the documentId of ${what}`,
    wanted: say('wants_reference', {}, `Expected the documentId of ${what}.`),
    parse: (text) => (/^[a-z0-9]{1,64}$/.test(text) ? text : null),
    format: same,
  });
