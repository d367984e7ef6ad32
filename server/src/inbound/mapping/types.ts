import type { MappingProblem } from '../../../../contracts';

/** Where the value of an attribute comes from. `header.<name>`: the topmost field of that name, in any case. */
export type Source =
  | 'subject'
  | 'text'
  | 'reply'
  | 'html'
  | 'from.address'
  | 'from.name'
  | 'to'
  | 'cc'
  | 'date'
  | 'attachments'
  | 'messageId'
  | `header.${string}`;

/** Attribute of the content type → source, as an alias stores it. */
export type Mapping = Record<string, Source>;

/** Attribute → value that every entry gets, as an alias stores it. Wins over the mapping, as in Odoo. */
export type Defaults = Record<string, unknown>;

export type EntryStatus = 'draft' | 'published';

/** What the mapping needs to know of an attribute: Strapi's schema, reduced. */
export interface AttributeShape {
  type: string;
  required?: boolean;
  unique?: boolean;
  /** The schema's own default exists: Strapi fills it in. */
  hasDefault?: boolean;
  maxLength?: number;
  minLength?: number;
  min?: number;
  max?: number;
  regex?: string;
  enum?: readonly string[];
  /** Media and relations: more than one. */
  multiple?: boolean;
  /** Media: `images`, `files`, `videos`, `audios`; absent: all. */
  allowedTypes?: readonly string[];
  /** Relations: UID of the target; absent for polymorphic ones. */
  target?: string;
  /** Relations: attribute of the target that holds an e-mail address; absent when it has none. */
  targetAddress?: string;
  /** Custom field that stands behind the type, such as `plugin::ckeditor5.CKEditor`. */
  customField?: string;
}

/** What the mapping needs to know of a content type. */
export interface ContentTypeShape {
  uid: string;
  draftAndPublish: boolean;
  localised: boolean;
  /** The writable attributes, in the order of the schema. */
  attributes: Readonly<Record<string, AttributeShape>>;
}

/** One thing that a person should mend or know, about one attribute. */
export type Problem = MappingProblem & { attribute: string };

/** A relation that is to point to the entry with this address, if there is one. */
export interface RelationLookup {
  attribute: string;
  /** UID of the content type that is searched. */
  target: string;
  /** Its attribute that holds e-mail addresses. */
  targetAddress: string;
  address: string;
  /** Whether the relation takes more than one: then an attribute may occur more than once. */
  multiple: boolean;
}

/** Attachments that a media attribute gets, by their index in the mail. */
export interface MediaWish {
  attribute: string;
  attachmentIndexes: number[];
  multiple: boolean;
}

/** A value that no other entry may have: an optional one is better left out than lost with its mail. */
export interface UniqueValue {
  attribute: string;
  value: string | number;
  required: boolean;
}
