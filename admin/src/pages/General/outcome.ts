import type { TextKey } from '../../i18n';
import { addressIn, type Field, type GeneralValues } from './values';

/** One thing that follows from the settings. */
export interface Sentence {
  key: TextKey;
  values: Record<string, string>;
}

/** Somebody whose address is not of the site, for examples. */
const OUTSIDER = 'ada@agency.example';

const asSentAs = (author: string, as: string): string => `"Ada (${author})" <${as}>`;

interface Settled {
  domain: string | null;
  catchall: string | null;
  bounce: string | null;
  sender: string | null;
}

const settle = (values: GeneralValues, defaults: Partial<Record<Field, string>>): Settled => {
  const { domain } = values;
  const address = (field: 'catchall' | 'bounce' | 'defaultFrom') =>
    addressIn(values[field] ?? defaults[field] ?? null, domain);
  return {
    domain,
    catchall: address('catchall'),
    bounce: address('bounce'),
    sender: address('defaultFrom'),
  };
};

const addressSentences = ({ domain, catchall, bounce, sender }: Settled): Sentence[] => {
  if (domain === null || catchall === null || bounce === null || sender === null) {
    return [
      { key: 'general.noDomain.aliases', values: {} },
      { key: 'general.noDomain.answers', values: {} },
      { key: 'general.noDomain.bounces', values: {} },
      sender === null
        ? { key: 'general.noDomain.sender', values: {} }
        : { key: 'general.result.sender', values: { sender } },
    ];
  }
  return [
    { key: 'general.result.aliases', values: { example: `support@${domain}` } },
    { key: 'general.result.answers', values: { catchall } },
    { key: 'general.result.bounces', values: { bounce } },
    { key: 'general.result.sender', values: { sender } },
  ];
};

/** What the names make of mail that comes back and of mail that has no sender. */
export const outcomeOfNames = (values: GeneralValues, defaults: Partial<Record<Field, string>>): Sentence[] =>
  addressSentences(settle(values, defaults));

/** What From mail leaves with. */
export const outcomeOfRewriting = (
  values: GeneralValues,
  defaults: Partial<Record<Field, string>>
): Sentence[] => {
  const { domain, sender } = settle(values, defaults);
  const as = values.rewriteTo ?? sender;
  if (values.rewriting === 'never') return [{ key: 'general.result.never', values: { author: OUTSIDER } }];
  if (as === null) return [{ key: 'general.result.noAddress', values: {} }];
  const outsider = { author: OUTSIDER, from: asSentAs(OUTSIDER, as) };
  if (values.rewriting === 'outside') {
    if (domain === null) return [{ key: 'general.noDomain.outside', values: {} }];
    return [
      { key: 'general.result.rewritten', values: outsider },
      { key: 'general.result.kept', values: { author: `ada@${domain}` } },
    ];
  }
  const insider = domain === null ? [] : [`ada@${domain}`];
  return [
    { key: 'general.result.rewritten', values: outsider },
    ...insider.map((author): Sentence => ({
      key: 'general.result.rewritten',
      values: { author, from: asSentAs(author, as) },
    })),
  ];
};
