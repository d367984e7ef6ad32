import type { Core, UID } from '@strapi/strapi';
import type { Alias } from '../facts';
import {
  shapeOf,
  type ContentTypeShape,
  type RelationLookup,
  type StrapiSchema,
  type UniqueValue,
} from '../mapping';

/** The entries that mail becomes: the site's own content types, through the document service. */
export interface Entries {
  /** The attributes of a content type; null when the site has no such type any more. */
  shapeOf(contentType: string): ContentTypeShape | null;
  /** Attribute values for relations: the entries whose email attribute holds the address. */
  relate(relations: readonly RelationLookup[]): Promise<Record<string, unknown>>;
  /** The names of optional attributes whose value another entry has: better left out than the mail refused. */
  taken(contentType: string, values: readonly UniqueValue[]): Promise<string[]>;
  /** Creates an entry. Runs the site's lifecycles and validation. @returns its documentId. */
  create(contentType: string, data: Record<string, unknown>, alias: Alias | null): Promise<string>;
}

/** @see Entries */
export const createEntries = ({ strapi }: { strapi: Core.Strapi }): Entries => {
  const all = (): StrapiSchema[] => Object.values(strapi.contentTypes);
  const schemaOf = (uid: string): StrapiSchema | undefined => all().find((type) => type.uid === uid);

  const shapeFor = (contentType: string): ContentTypeShape | null => {
    const schema = schemaOf(contentType);
    return schema ? shapeOf(schema, schemaOf) : null;
  };

  return {
    shapeOf: shapeFor,

    async relate(relations) {
      const connected = new Map<string, { documentId: string }[]>();
      for (const { attribute, target, targetAddress, address } of relations) {
        const found: { documentId: string } | null = await strapi.db
          .query(target)
          .findOne({ where: { [targetAddress]: { $eqi: address } }, select: ['documentId'] });
        if (!found) continue;
        connected.set(attribute, [...(connected.get(attribute) ?? []), { documentId: found.documentId }]);
      }
      return Object.fromEntries([...connected].map(([attribute, connect]) => [attribute, { connect }]));
    },

    async taken(contentType, values) {
      const names: string[] = [];
      for (const { attribute, value, required } of values) {
        if (required) continue;
        const holders = await strapi.db.query(contentType).count({ where: { [attribute]: value } });
        if (holders > 0) names.push(attribute);
      }
      return names;
    },

    async create(contentType, data, alias) {
      const shape = shapeFor(contentType);
      const status = shape?.draftAndPublish ? { status: alias?.entryStatus ?? 'draft' } : {};
      const locale = shape?.localised && alias?.entryLocale ? { locale: alias.entryLocale } : {};
      // The content type is the site's: its attributes are known at run time alone.
      const parameters = { data: data as never, ...status, ...locale };
      const created = await strapi.documents(contentType as UID.ContentType).create(parameters);
      return created.documentId;
    },
  };
};
