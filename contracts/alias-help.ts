import { z } from 'zod';
import { defaults, entryStatus, mapping, targetContentType } from './aliases';
import { documentId, instant, requiredText, UNSTORABLE_TEXT, isStorable } from './fields';
import { sentence, type SentenceOf } from './sentences';

/** What helps people to set an alias up: `/mail-gateway/aliases/…`. None of it writes anything. */

/** `GET /mail-gateway/aliases/content-types`: what mail can become. */
export const aliasContentType = z.strictObject({ uid: z.string(), displayName: z.string() });
export type AliasContentType = z.infer<typeof aliasContentType>;

/** An attribute as the form shows it. */
export const aliasAttribute = z.strictObject({
  name: z.string(),
  /** Strapi's type, as in `richtext`. */
  type: z.string(),
  required: z.boolean(),
  /** The schema has a default of its own, which Strapi fills in. */
  hasDefault: z.boolean(),
  multiple: z.boolean(),
  /** Values of an enumeration; null for other types. */
  enum: z.array(z.string()).nullable(),
  /** Sources that fit, in the order of a mail; `header.` stands for any header field. */
  sources: z.array(z.string()),
  /** Whether it takes a fixed value. */
  takesValue: z.boolean(),
});
export type AliasAttribute = z.infer<typeof aliasAttribute>;

/** `GET /mail-gateway/aliases/proposal?contentType=…` */
export const proposalQuery = z.strictObject({ contentType: requiredText('contentType') });

/** What is known of a content type, and the mapping that a new alias starts with. */
export const mappingProposal = z.strictObject({
  contentType: z.string(),
  mapping,
  attributes: z.array(aliasAttribute),
  draftAndPublish: z.boolean(),
  /** Locales of the site; empty where entries of the type have none. */
  locales: z.array(z.strictObject({ code: z.string(), name: z.string() })),
});
export type MappingProposal = z.infer<typeof mappingProposal>;

/**
 * `POST /mail-gateway/aliases/preview`: what the mapping makes of a mail that everybody may see.
 * `POST /mail-gateway/aliases/preview/:inboundEmailId`: the same of a received one.
 */
export const aliasPreviewRequest = z.strictObject({
  contentType: targetContentType,
  mapping,
  defaults: defaults.nullable().default(null),
  entryStatus: entryStatus.default('draft'),
});
export type AliasPreviewRequest = z.input<typeof aliasPreviewRequest>;

/** The mail that a preview is made of. */
export const previewedMail = z.strictObject({
  /** Null: the built-in one. */
  documentId: documentId.nullable(),
  subject: z.string(),
  /** `Name <address>`; empty where the mail names no sender. */
  from: z.string(),
  receivedAt: instant,
  /** How many. */
  attachments: z.int(),
});
export type PreviewedMail = z.infer<typeof previewedMail>;

/** What an attribute of the entry would get. */
export const previewedValue = z.strictObject({
  attribute: z.string(),
  type: z.string(),
  /** `schema`: the content type's own default. */
  origin: z.enum(['mail', 'fixed', 'schema', 'nothing']),
  /** As in the mapping; null where none was asked. */
  source: z.string().nullable(),
  /** Long texts and lists are cut; null where there is nothing. */
  value: z.json(),
  isCut: z.boolean(),
  /** Media: the attachments that it gets. */
  files: z.array(z.strictObject({ name: z.string().nullable(), contentType: z.string(), size: z.int() })),
  /** Relations: the addresses that are looked up, and the entries that have them. */
  addresses: z.array(z.string()),
  entries: z.array(documentId),
});
export type PreviewedValue = z.infer<typeof previewedValue>;

/**
 * What can be wrong with a mapping, or is worth knowing of it. `expected`: the kind of value, as in `whole`; `of`: which
 * of that kind, as in `≥ 5`.
 */
export const MAPPING_PROBLEMS = {
  unknown_attribute: ['attribute', 'contentType'],
  unknown_source: ['attribute', 'source'],
  unsupported_type: ['attribute', 'type'],
  relation_without_address: ['attribute'],
  source_does_not_fit: ['attribute', 'source', 'type'],
  required_missing: ['attribute'],
  required_missing_in_draft: ['attribute'],
  required_may_be_missing: ['attribute', 'source'],
  may_be_too_short: ['attribute', 'count'],
  may_not_match: ['attribute', 'pattern'],
  default_does_not_fit: ['attribute', 'type', 'expected', 'of'],
  default_wins: ['attribute'],
  unique_default: ['attribute'],
  unique_source: ['attribute'],
  unique_source_optional: ['attribute'],
  not_localised: ['contentType'],
} as const;

/** Kinds of fixed values. */
export const EXPECTED_KINDS = [
  ...([
    'words',
    'email',
    'uid',
    'blocks',
    'listed',
    'boolean',
    'number',
    'whole',
    'range',
    'date',
    'time',
  ] as const),
  ...(['instant', 'json', 'media', 'relation', 'component', 'objects', 'nothing'] as const),
] as const;
export type ExpectedKind = (typeof EXPECTED_KINDS)[number];

export type MappingProblem = SentenceOf<typeof MAPPING_PROBLEMS>;

/** What may be worth knowing of what a mapping made of one mail. */
export const MAPPING_NOTES = {
  no_address: ['attribute', 'source'],
  address_refused: ['attribute', 'address'],
  no_date: ['attribute'],
  value_refused: ['attribute', 'text', 'source', 'type'],
  text_cut: ['attribute', 'limit'],
  first_file: ['attribute', 'count'],
  first_addresses: ['attribute', 'limit', 'count'],
  source_outdated: ['attribute', 'source'],
} as const;
export type MappingNote = SentenceOf<typeof MAPPING_NOTES>;

/** Something to mend (`error`: the alias cannot be saved so) or to know. */
export const previewProblem = sentence.extend({
  /** As in `mapping.title`; empty where it concerns no single field. */
  path: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
});
export type PreviewProblem = z.infer<typeof previewProblem>;

export const aliasPreview = z.strictObject({
  mail: previewedMail,
  values: z.array(previewedValue),
  problems: z.array(previewProblem),
});
export type AliasPreview = z.infer<typeof aliasPreview>;

/** `GET /mail-gateway/aliases/suggestion/:inboundEmailId`: an address that the mail was sent to and nobody has. */
export const aliasSuggestion = z.strictObject({
  /** Null: every recipient has a purpose already, or is no address that an alias can have. */
  name: z.string().nullable(),
  /** Null: the primary domain. */
  domain: z.string().nullable(),
});
export type AliasSuggestion = z.infer<typeof aliasSuggestion>;

/** `GET /mail-gateway/aliases/destination?address=…` */
export const destinationQuery = z.strictObject({
  address: requiredText('The address').refine(isStorable, UNSTORABLE_TEXT),
});

/** Whom an address belongs to. */
export const addressHolder = z.strictObject({
  kind: z.enum(['alias', 'catchall', 'bounce', 'default-from']),
  /** Active or not; null for the other kinds. */
  alias: z
    .strictObject({ documentId, address: z.string(), contentType: z.string(), active: z.boolean() })
    .nullable(),
});
export type AddressHolder = z.infer<typeof addressHolder>;

/** What a plain mail of a stranger would come to, where it arrives by this door. */
export const destinationWay = z.strictObject({
  /** Null: SMTP, LMTP and HTTP. */
  mailbox: z.strictObject({ documentId, name: z.string() }).nullable(),
  /** State and reason code of the received mail, as in `delivered` and `created`. */
  state: z.string(),
  reason: z.string(),
  /** Null: no entry is made. */
  contentType: z.string().nullable(),
  /** The alias that makes the entry; null: the fallback of the mailbox. */
  alias: z.strictObject({ documentId, address: z.string() }).nullable(),
});
export type DestinationWay = z.infer<typeof destinationWay>;

export const destination = z.strictObject({
  /** In the form in which it was looked up. */
  address: z.string(),
  /** Null: it belongs to nobody here. */
  holder: addressHolder.nullable(),
  /** The usual way, then the mailboxes whose mail fares otherwise. */
  ways: z.array(destinationWay),
});
export type Destination = z.infer<typeof destination>;
