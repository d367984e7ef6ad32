import type { Core, UID } from '@strapi/strapi';
import type { Alias } from '../facts';
import type { ContentTypeShape, RelationLookup } from '../mapping';

/** The entries that mail becomes: the site's own content types, through the document service. */
export interface Entries {
  /** The attributes of a content type; null when the site has no such type any more. */
  shapeOf(contentType: string): ContentTypeShape | null;
  /** Attribute values for relations: the entries whose email attribute holds the address. */
  relate(relations: readonly RelationLookup[]): Promise<Record<string, unknown>>;
  /** Creates an entry. Runs the site's lifecycles and validation. @returns its documentId. */
  create(contentType: string, data: Record<string, unknown>, alias: Alias | null): Promise<string>;
}

/** @see Entries */
export const createEntries = ({ strapi }: { strapi: Core.Strapi }): Entries => {
  const schemaOf = (uid: string) => Object.values(strapi.contentTypes).find((type) => type.uid === uid);

  const emailAttributeOf = (uid: string): string | undefined =>
    Object.entries(schemaOf(uid)?.attributes ?? {}).find(([, attribute]) => attribute.type === 'email')?.[0];

  return {
    shapeOf(contentType) {
      const schema = schemaOf(contentType);
      if (!schema) return null;
      return {
        uid: schema.uid,
        attributes: schema.attributes,
        draftAndPublish: schema.options?.draftAndPublish === true,
      };
    },

    async relate(relations) {
      const values: Record<string, unknown> = {};
      for (const { attribute, target, address } of relations) {
        const email = emailAttributeOf(target);
        if (email === undefined) continue;
        const found = await strapi.db
          .query(target)
          .findOne({ where: { [email]: { $eqi: address } }, select: ['documentId'] });
        if (found) values[attribute] = { connect: [{ documentId: found.documentId }] };
      }
      return values;
    },

    async create(contentType, data, alias) {
      const shape = schemaOf(contentType);
      const status = shape?.options?.draftAndPublish ? { status: alias?.entryStatus ?? 'draft' } : {};
      const locale = alias?.entryLocale ? { locale: alias.entryLocale } : {};
      // The content type is the site's: its attributes are known at run time alone.
      const created = await strapi
        .documents(contentType as UID.ContentType)
        .create({ data: data as never, ...status, ...locale });
      return created.documentId;
    },
  };
};
