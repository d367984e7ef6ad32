import { ALIAS_DEFAULTS, type Alias, type CreateAlias, type MappingProposal } from '../../../../contracts';
import { isSame } from './fixed';
import { readRows, rowsOf, type MappingRows } from './rows';

/** What the form holds: an empty field is null, as Strapi's inputs leave it. */
export interface AliasValues {
  name: string | null;
  domain: string | null;
  contentType: string | null;
  /** Empty while nothing is known of the content type. */
  rows: MappingRows;
  entryStatus: Alias['entryStatus'];
  entryLocale: string | null;
  autoReplies: Alias['autoReplies'];
  active: boolean;
}

/** A new alias. */
export const newValues = (known: Partial<Pick<AliasValues, 'name' | 'domain'>>): AliasValues => ({
  ...ALIAS_DEFAULTS,
  name: null,
  contentType: null,
  rows: {},
  ...known,
});

/** A saved alias as the form shows it. @param proposal null: its content type is gone. */
export const savedValues = (alias: Alias, proposal: MappingProposal | null): AliasValues => ({
  name: alias.name,
  domain: alias.domain,
  contentType: alias.contentType,
  rows: proposal ? rowsOf(proposal, alias.mapping, alias.defaults ?? {}) : {},
  entryStatus: alias.entryStatus,
  entryLocale: alias.entryLocale,
  autoReplies: alias.autoReplies,
  active: alias.active,
});

/** Another content type, with the mapping that is proposed for it. */
export const retarget = (values: AliasValues, proposal: MappingProposal): AliasValues => ({
  ...values,
  contentType: proposal.contentType,
  rows: rowsOf(proposal, proposal.mapping, {}),
  entryStatus: proposal.draftAndPublish ? values.entryStatus : ALIAS_DEFAULTS.entryStatus,
  entryLocale: null,
});

/** The form as a request. Missing texts go as empty ones, so that the server names them. */
export const requestOf = (values: AliasValues, proposal: MappingProposal | null): CreateAlias => {
  const { rows, name, contentType, ...rest } = values;
  const settings = { ...rest, name: name ?? '', contentType: contentType ?? '' };
  if (!proposal) return settings;
  const { mapping, defaults } = readRows(proposal.attributes, rows);
  return { ...settings, mapping, defaults: Object.keys(defaults).length > 0 ? defaults : null };
};

/**
 * What differs from the alias as it is saved. The rest is not sent: an alias whose content type is gone can still be
 * renamed, and two people may change different things.
 */
export const changesOf = (request: CreateAlias, alias: Alias): Partial<CreateAlias> =>
  Object.fromEntries(
    Object.entries(request).filter(([field, value]) => !isSame(value, alias[field as keyof CreateAlias]))
  );

type Errors = { [field: string]: string | Errors };

const setAt = (errors: Errors, [field = '', ...rest]: readonly string[], message: string): Errors => {
  if (rest.length === 0) return { ...errors, [field]: message };
  const inner = errors[field];
  return { ...errors, [field]: setAt(typeof inner === 'object' ? inner : {}, rest, message) };
};

/** The field of the form that a problem of the server belongs to. */
const fieldOf = (path: string): string[] => {
  const [field = '', attribute] = path.split('.');
  const isRow = (field === 'mapping' || field === 'defaults') && attribute !== undefined;
  return isRow ? ['rows', attribute, 'choice'] : path.split('.');
};

/** Problems by their paths, as Strapi's form takes them. */
export const errorsOf = (problems: Readonly<Record<string, string>>): Errors =>
  Object.entries(problems).reduce<Errors>(
    (errors, [path, message]) => setAt(errors, fieldOf(path), message),
    {}
  );
