import type { MappingNote } from '../../../../contracts';
import { isSendable, parseAddresses } from '../../mail';
import { isStrict } from './check';
import type { MailToMap } from './context';
import { wishedAttachments } from './media-wish';
import { note as say } from './note';
import { dateValue, scalarFrom } from './scalars';
import { fits, headerNameOf, isSource } from './sources';
import type {
  AttributeShape,
  ContentTypeShape,
  Defaults,
  EntryStatus,
  MediaWish,
  RelationLookup,
  Source,
  UniqueValue,
} from './types';
import { addressesOf, headerText } from './words';
import { writtenValue, type Outcome } from './written';

export interface ApplyMappingInput extends MailToMap {
  shape: ContentTypeShape;
  /** As stored: sources that no longer fit the schema are left out with a note. */
  mapping: Readonly<Record<string, unknown>>;
  defaults: Defaults;
  /** Decides how strictly Strapi will judge the values; `draft` where nothing is said. */
  entryStatus?: EntryStatus;
  /** Makes a `uid` unique; the mail's content where nothing is said. */
  effectKey?: string;
  /** Pictures of the mail stay in Markdown as `cid:` until `placeImages` has seen their copies; else their words. */
  inlineImages?: boolean;
}

/** What an entry is created from. */
export interface AppliedMapping {
  /** Values that are known now. */
  data: Record<string, unknown>;
  /** Files for media attributes, to be copied before the entry is created. */
  media: MediaWish[];
  /** Relations, to be looked up before the entry is created. */
  relations: RelationLookup[];
  /** Values in `data` that may be taken by another entry. */
  unique: UniqueValue[];
  /** What a person may want to know. */
  notes: MappingNote[];
}

/** Addresses that are looked up for one relation: a header may name thousands. */
const LOOKUPS = 50;

const WORDS = new Set(['string', 'text', 'richtext', 'blocks', 'uid']);
const DATES = new Set(['date', 'datetime', 'time', 'timestamp']);

/** Strapi takes dotted atoms at a domain with a dot; it refuses others that are right by RFC 5322. */
const STRAPI_EMAIL = /^[^\s"(),:;<>@[\\\].]+(?:\.[^\s"(),:;<>@[\\\].]+)*@[^\s@.]+(?:\.[^\s@.]+)+$/;

const emailValue = (name: string, source: Source, input: ApplyMappingInput, strict: boolean): Outcome => {
  const address = addressesOf(source, input, parseAddresses)[0]?.address;
  if (address === undefined) {
    const message = `"${name}" is empty: the mail has no address in ${source}.`;
    return { note: say('no_address', { attribute: name, source }, message) };
  }
  if (isSendable(address) && (!strict || STRAPI_EMAIL.test(address))) return { value: address };
  const message = `"${name}" is empty: Strapi does not take ${address} for an address.`;
  return { note: say('address_refused', { attribute: name, address }, message) };
};

const scalarValue = (
  name: string,
  attribute: AttributeShape,
  source: Source,
  input: ApplyMappingInput
): Outcome => {
  if (source === 'date' && DATES.has(attribute.type)) {
    const date = input.mail.date ?? input.receivedAt;
    const value = date === undefined ? null : dateValue(date, attribute);
    if (value !== null) return { value };
    const message = `"${name}" is empty: the mail has no usable date.`;
    return { note: say('no_date', { attribute: name }, message) };
  }
  const header = headerNameOf(source);
  if (header === null) {
    return {
      value: addressesOf(source, input, parseAddresses).map(({ address, name }) => ({ address, name })),
    };
  }
  const text = headerText(input, header);
  if (text === null) return {};
  const value = scalarFrom(text, attribute);
  if (value !== null) return { value };
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const { type } = attribute;
  const message = `"${name}" was left out: "${shown}" in ${source} is no ${type} that it takes.`;
  return { note: say('value_refused', { attribute: name, text: shown, source, type }, message) };
};

/**
 * What a mail becomes in a content type: each attribute gets what its source says, in the form that its type demands.
 * Defaults win over the mapping, as in Odoo. Nothing that does not fit stops the mail; it is left out and noted.
 */
export const applyMapping = (input: ApplyMappingInput): AppliedMapping => {
  const { shape, mapping, defaults, mail } = input;
  const strict = isStrict(shape, input.entryStatus ?? 'draft');
  const seed = input.effectKey ?? mail.contentKey;
  const options = { inlineImages: input.inlineImages ?? false, seed };
  const result: AppliedMapping = { data: {}, media: [], relations: [], unique: [], notes: [] };

  const outcomeOf = (name: string, attribute: AttributeShape, source: Source): Outcome => {
    if (WORDS.has(attribute.type)) return writtenValue(name, attribute, source, input, options);
    if (attribute.type === 'email') return emailValue(name, source, input, strict);
    return scalarValue(name, attribute, source, input);
  };

  const relate = (
    name: string,
    { target, targetAddress, multiple }: AttributeShape,
    source: Source
  ): void => {
    if (target === undefined || targetAddress === undefined) return;
    const addresses = addressesOf(source, input, parseAddresses).map(({ address }) => address);
    const wanted = [...new Set(multiple ? addresses : addresses.slice(0, 1))];
    const count = wanted.length;
    if (count > LOOKUPS) {
      const message = `"${name}" was looked up for the first ${LOOKUPS} of ${count} addresses.`;
      result.notes.push(say('first_addresses', { attribute: name, limit: LOOKUPS, count }, message));
    }
    for (const address of wanted.slice(0, LOOKUPS)) {
      result.relations.push({ attribute: name, target, targetAddress, address, multiple: multiple ?? false });
    }
  };

  const map = (name: string, attribute: AttributeShape, source: Source): void => {
    if (attribute.type === 'relation') return relate(name, attribute, source);
    if (attribute.type === 'media') {
      const { wish, note } = wishedAttachments(name, attribute, mail.attachments);
      if (wish) result.media.push(wish);
      if (note) result.notes.push(note);
      return;
    }
    const { value, note } = outcomeOf(name, attribute, source);
    if (value !== undefined) result.data[name] = value;
    if (note) result.notes.push(note);
  };

  for (const [name, attribute] of Object.entries(shape.attributes)) {
    const fixed = defaults[name] ?? null;
    const source = mapping[name];
    if (fixed !== null) result.data[name] = fixed;
    else if (source !== undefined) {
      if (isSource(source) && fits(attribute, source)) map(name, attribute, source);
      else {
        const stored = typeof source === 'string' ? source : JSON.stringify(source);
        const message = `"${name}" was left out: ${JSON.stringify(source)} does not fit it any more.`;
        result.notes.push(say('source_outdated', { attribute: name, source: stored }, message));
      }
    }
    const value = result.data[name];
    if (attribute.unique && (typeof value === 'string' || typeof value === 'number')) {
      result.unique.push({ attribute: name, value, required: attribute.required ?? false });
    }
  }
  return result;
};
