import {
  addressesOrDomains,
  addressOrNothing,
  domain,
  domains,
  keyedName,
  nameOrAddress,
  oneOf,
  onOff,
  reference,
  wholeNumber,
  type Kind,
} from './kinds';

/** One system parameter that the gateway knows. */
export interface Definition<Value> {
  default: Value;
  /** The default as it would be stored. */
  defaultText: string;
  /** What it does, for people. */
  description: string;
  /** Ends the sentence "expected …". */
  expected: string;
  /** @see Kind */
  wanted: Kind<Value>['wanted'];
  /** What a text means; null when it does not fit. */
  parse(text: string): Value | null;
  /** The form in which a text is stored; null when it does not fit. */
  normalise(text: string): string | null;
}

const define = <Value>(kind: Kind<Value>, standard: Value, description: string): Definition<Value> => ({
  default: standard,
  defaultText: kind.format(standard),
  description,
  expected: kind.expected,
  wanted: kind.wanted,
  parse: kind.parse,
  normalise: (text) => {
    const value = kind.parse(text);
    return value === null ? null : kind.format(value);
  },
});

/** Minutes in a week. */
const WEEK = 10_080;

/** Odoo's keys, with Odoo's defaults, in the order in which they are shown. */
export const REGISTRY = {
  'mail.catchall.domain': define(
    domain,
    '',
    'The primary alias domain: mail to its aliases comes to this site.'
  ),
  'mail.catchall.alias': define(keyedName, 'catchall', 'Name of the mailbox that replies go to.'),
  'mail.catchall.delimiter': define(
    oneOf(['none', '+', '-']),
    'none',
    'What parts the name of that mailbox from the key of whoever answers, as in catchall+key; none: its server takes no such addresses.'
  ),
  'mail.bounce.alias': define(keyedName, 'bounce', 'Name of the mailbox that delivery failures go to.'),
  'mail.bounce.alias.static': define(
    onOff,
    false,
    'Delivery failures go to one plain address, instead of one signed address per mail (VERP).'
  ),
  'mail.default.from': define(
    nameOrAddress,
    'notifications',
    'Default sender: a name at the primary alias domain, or an address.'
  ),
  'mail.force.smtp.from': define(addressOrNothing, '', 'Every mail leaves with this address as From.'),
  'mail.dynamic.smtp.from': define(
    addressOrNothing,
    '',
    'Mail whose From is outside the alias domains leaves with this address as From.'
  ),
  'mail.catchall.domain.allowed': define(
    domains,
    [] as readonly string[],
    'Further domains whose mail the aliases accept.'
  ),
  'mail.gateway.loop.minutes': define(
    wholeNumber(1, WEEK),
    120,
    'Minutes for which the mails of one sender to one target are counted.'
  ),
  'mail.gateway.loop.threshold': define(
    wholeNumber(0, 1_000_000),
    20,
    'Mails of one sender to one target in that time, after which a loop is suspected; 0: never.'
  ),
  'mail.gateway.allowed': define(
    addressesOrDomains,
    [] as readonly string[],
    'Senders, or domains of senders, that are never suspected of a loop.'
  ),
  'mass_mailing.outgoing_mail_server': define(
    onOff,
    false,
    'Mailings leave through a dedicated outgoing server.'
  ),
  'mass_mailing.mail_server_id': define(
    reference('an outgoing server'),
    '',
    'The dedicated outgoing server for mailings.'
  ),
};

export type ParameterKey = keyof typeof REGISTRY;

/** The type of each key's value. */
export type ParameterValues = { [Key in ParameterKey]: (typeof REGISTRY)[Key]['default'] };

export const isParameterKey = (key: string): key is ParameterKey => Object.hasOwn(REGISTRY, key);

/** The value that a stored text means; the default where there is none or it does not fit. */
export const valueOf = <Key extends ParameterKey>(
  key: Key,
  stored: string | undefined
): ParameterValues[Key] => {
  const definition = REGISTRY[key];
  const value = (stored === undefined ? null : definition.parse(stored)) ?? definition.default;
  // A definition's parser gives the type of its own default, which TypeScript loses over the union of all keys.
  return value as ParameterValues[Key];
};

/** The form in which a text is stored, or a sentence that names key, value and what is expected. */
export const checkText = (
  key: ParameterKey,
  text: string
): { text: string; problem: null } | { text: null; problem: string } => {
  const { expected, normalise } = REGISTRY[key];
  const normal = normalise(text.trim());
  if (normal !== null) return { text: normal, problem: null };
  return { text: null, problem: `${key} cannot be "${text.trim()}": expected ${expected}.` };
};
