import type { PutSystemParameters, Sentence, SystemParameter } from '../../../../contracts';

/** What From mail leaves with: its author's, another one for authors of other domains, another one always. */
export const REWRITING = ['never', 'outside', 'always'] as const;

/** What parts the name for replies from the key of whoever answers; `none`: addresses carry no key. */
export const DELIMITERS = ['none', '+', '-'] as const;

export type Rewriting = (typeof REWRITING)[number];

/** What the form holds: an empty field is null, as Strapi's inputs leave it. */
export interface GeneralValues {
  domain: string | null;
  catchall: string | null;
  delimiter: string;
  bounce: string | null;
  defaultFrom: string | null;
  allowedDomains: string | null;
  rewriting: Rewriting;
  rewriteTo: string | null;
  loopThreshold: string | null;
  loopMinutes: string | null;
  loopExempt: string | null;
}

/** Fields that are one parameter each. */
export const KEYS = {
  domain: 'mail.catchall.domain',
  catchall: 'mail.catchall.alias',
  delimiter: 'mail.catchall.delimiter',
  bounce: 'mail.bounce.alias',
  defaultFrom: 'mail.default.from',
  allowedDomains: 'mail.catchall.domain.allowed',
  loopThreshold: 'mail.gateway.loop.threshold',
  loopMinutes: 'mail.gateway.loop.minutes',
  loopExempt: 'mail.gateway.allowed',
} as const satisfies Partial<Record<keyof GeneralValues, string>>;

const FORCE = 'mail.force.smtp.from';
const DYNAMIC = 'mail.dynamic.smtp.from';

/** A field of the form. */
export type Field = keyof GeneralValues;

// Object.entries gives the entries of the object above and no others.
const FIELDS = Object.entries(KEYS) as [keyof typeof KEYS, string][];

type Parameters = readonly SystemParameter[];

const find = (parameters: Parameters, key: string): SystemParameter | undefined =>
  parameters.find((parameter) => parameter.key === key);

const textOf = (parameters: Parameters, key: string): string | null => find(parameters, key)?.value || null;

/** What is stored, as the form shows it. */
export const valuesOf = (parameters: Parameters): GeneralValues => {
  const force = textOf(parameters, FORCE);
  const dynamic = textOf(parameters, DYNAMIC);
  return {
    domain: textOf(parameters, KEYS.domain),
    catchall: textOf(parameters, KEYS.catchall),
    delimiter: textOf(parameters, KEYS.delimiter) ?? DELIMITERS[0],
    bounce: textOf(parameters, KEYS.bounce),
    defaultFrom: textOf(parameters, KEYS.defaultFrom),
    allowedDomains: textOf(parameters, KEYS.allowedDomains),
    rewriting: force ? 'always' : dynamic ? 'outside' : 'never',
    rewriteTo: force ?? dynamic,
    loopThreshold: textOf(parameters, KEYS.loopThreshold),
    loopMinutes: textOf(parameters, KEYS.loopMinutes),
    loopExempt: textOf(parameters, KEYS.loopExempt),
  };
};

/** What applies where nothing is stored, by the field. */
export const defaultsOf = (parameters: Parameters): Partial<Record<Field, string>> =>
  Object.fromEntries(FIELDS.map(([field, key]) => [field, find(parameters, key)?.default ?? '']));

/** A name joined with the domain; an address stays. Null where there is none. */
export const addressIn = (name: string | null, domain: string | null): string | null => {
  if (name === null || name.includes('@')) return name;
  return domain === null ? null : `${name}@${domain}`;
};

const rewritingOf = (
  { rewriting, rewriteTo, defaultFrom, domain }: GeneralValues,
  parameters: Parameters
) => {
  const sender = defaultFrom ?? find(parameters, KEYS.defaultFrom)?.default ?? null;
  const to = rewriteTo ?? addressIn(sender, domain);
  return {
    [FORCE]: rewriting === 'always' ? to : null,
    [DYNAMIC]: rewriting === 'outside' ? to : null,
    isMissing: rewriting !== 'never' && to === null,
  };
};

/** What is to be stored, or the fields that lack something. */
export type Request = { values: PutSystemParameters['values']; missing: Field[] };

/** The form as a request: only what was changed; what was cleared goes back to its default. */
export const requestOf = (values: GeneralValues, parameters: Parameters): Request => {
  const before = valuesOf(parameters);
  const changed = FIELDS.filter(([field]) => values[field] !== before[field]).map(
    ([field, key]): [string, string | null] => [key, values[field]]
  );
  const isSame = values.rewriting === before.rewriting && values.rewriteTo === before.rewriteTo;
  if (isSame) return { values: Object.fromEntries(changed), missing: [] };
  const { isMissing, ...rewriting } = rewritingOf(values, parameters);
  return {
    values: { ...Object.fromEntries(changed), ...rewriting },
    missing: isMissing ? ['rewriteTo'] : [],
  };
};

const fieldOf = (key: string): Field | undefined =>
  key === FORCE || key === DYNAMIC ? 'rewriteTo' : FIELDS.find(([, known]) => known === key)?.[0];

/** Problems of keys as problems of fields. Keys that have no field here cannot have been sent. */
export const fieldProblems = (issues: Readonly<Record<string, string>>): Partial<Record<Field, string>> =>
  Object.fromEntries(
    Object.entries(issues).flatMap(([path, message]) => {
      const field = fieldOf(path.replace(/^values\./, ''));
      return field ? [[field, message]] : [];
    })
  );

/**
 * What stored values that do not fit have to be: they count as their defaults until they are mended.
 * @param say words a sentence of the server.
 */
export const storedProblems = (
  parameters: Parameters,
  say: (sentence: Sentence) => string
): Partial<Record<Field, string>> =>
  fieldProblems(
    Object.fromEntries(parameters.flatMap(({ key, wanted }) => (wanted === null ? [] : [[key, say(wanted)]])))
  );
