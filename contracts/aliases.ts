import { z } from 'zod';
import {
  DOMAIN,
  documentId,
  flag,
  instant,
  isStorable,
  LOCAL_PART,
  requiredText,
  shortText,
  UNSTORABLE_TEXT,
} from './fields';
import { problem } from './problems';
import { sentence } from './sentences';

/** Addresses and what mail to them becomes: `/mail-gateway/aliases`. */

/** Looks at every key and every text of a value, however deep. */
const isStorableJson = (value: unknown): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner));
};

/** Attribute of the content type → where its value comes from: `subject`, `from.address`, `header.x-priority` … */
export const mapping = z
  .record(z.string(), z.string({ error: 'A source is a text, as in subject or from.address.' }), {
    error: 'The mapping is an object: attribute of the content type → source in the mail.',
  })
  .refine(isStorableJson, UNSTORABLE_TEXT);
export type Mapping = z.infer<typeof mapping>;

/** Attribute of the content type → fixed value. */
export const defaults = z
  .record(z.string(), z.json(), {
    error: 'The defaults are an object: attribute of the content type → value.',
  })
  .refine(isStorableJson, UNSTORABLE_TEXT);
export type Defaults = z.infer<typeof defaults>;

/** Whether entries are published at once. */
export const entryStatus = z.enum(['draft', 'published'], { error: 'entryStatus is draft or published.' });

/** UID, as in `api::ticket.ticket`. */
export const targetContentType = requiredText('The content type');

const settings = {
  /** What stands in front of the `@`, in lower case. */
  name: requiredText('The name')
    .max(64, 'The name has at most 64 characters.')
    .refine(
      (text) => LOCAL_PART.test(text),
      problem(
        'name_form',
        'The name is what stands in front of the @, as in support: unaccented letters, digits, dots, hyphens, without blanks and without @.'
      )
    )
    .toLowerCase(),
  /** The alias domain; null: the primary one (`mail.catchall.domain`). */
  domain: shortText('The domain')
    .refine(
      (text) => DOMAIN.test(text),
      problem('domain_form', 'The domain is what stands behind the @, as in example.com.')
    )
    .toLowerCase()
    .nullable(),
  contentType: targetContentType,
  mapping,
  defaults: defaults.nullable(),
  entryStatus,
  /** Locale of new entries of a localised content type; null: the site's default. */
  entryLocale: shortText('The locale').nullable(),
  /** Whether an automatic reply becomes an entry, or is only journaled. */
  autoReplies: z.enum(['ignore', 'create'], { error: 'autoReplies is ignore or create.' }),
  active: flag('active'),
};

const changes = z.strictObject(settings).partial();

/** What a new row has where the request says nothing. The mapping is then proposed from the content type. */
export const ALIAS_DEFAULTS = {
  domain: null,
  defaults: null,
  entryStatus: 'draft',
  entryLocale: null,
  autoReplies: 'ignore',
  active: true,
} as const;

/** `POST /mail-gateway/aliases` */
export const createAlias = changes.extend({ name: settings.name, contentType: settings.contentType });
export type CreateAlias = z.infer<typeof createAlias>;

/** `PUT /mail-gateway/aliases/:documentId`: what is left out stays. */
export const updateAlias = changes;
export type UpdateAlias = z.infer<typeof updateAlias>;

/** An alias in an answer. */
export const alias = z.strictObject({
  documentId,
  ...settings,
  /** What people write to; the name alone while neither the alias nor the site has a domain. */
  address: z.string(),
  /** Whether mapping and defaults fit the content type as it is now. */
  validity: z.enum(['not_tested', 'valid', 'invalid']),
  /** What is wrong, or what to look out for. */
  validityMessage: z.string().nullable(),
  /** Its sentences: those of a mapping, or why the content type cannot be used. Empty for what an older version stored. */
  validitySentences: z.array(sentence),
  createdAt: instant,
  updatedAt: instant,
});
export type Alias = z.infer<typeof alias>;
