import type { Core, UID } from '@strapi/strapi';
import type { Alias } from '../facts';
import {
  shapeOf,
  type ContentTypeShape,
  type RelationLookup,
  type StrapiSchema,
  type UniqueValue,
} from '../mapping';
import { validationProblem } from './failures';
import { createPace, type Pace } from './pace';

/** The entries that mail becomes: the site's own content types, through the document service. */
export interface Entries {
  /** The attributes of a content type; null when the site has no such type any more. */
  shapeOf(contentType: string): ContentTypeShape | null;
  /** Attribute values for relations: the entries whose email attribute holds the address, as it stands or in lower case. */
  relate(relations: readonly RelationLookup[]): Promise<Record<string, unknown>>;
  /**
   * Runs `create` with the names of optional attributes whose value another entry has: better left out than the mail
   * refused. When the site refuses, because another mail took a value meanwhile, it runs once more.
   */
  withoutTaken<T>(
    contentType: string,
    values: readonly UniqueValue[],
    create: (taken: readonly string[]) => Promise<T>
  ): Promise<T>;
  /** Creates an entry. Runs the site's lifecycles and validation. @returns its documentId. */
  create(contentType: string, data: Record<string, unknown>, alias: Alias | null): Promise<string>;
  /** Content types whose entries take long to create, hooks of the site included. */
  pace: Pick<Pace, 'isSlow' | 'slow'>;
}

/** Address in lower case → documentId of the first entry that has it. */
type Holders = Map<string, string>;

const placeOf = ({ target, targetAddress }: RelationLookup): string => `${target}.${targetAddress}`;

/** @see Entries */
export const createEntries = ({ strapi }: { strapi: Core.Strapi }): Entries => {
  const pace = createPace();
  const all = (): StrapiSchema[] => Object.values(strapi.contentTypes);
  const schemaOf = (uid: string): StrapiSchema | undefined => all().find((type) => type.uid === uid);

  /** Schemas change with a restart alone. */
  const shapes = new Map<string, ContentTypeShape>();

  const shapeFor = (contentType: string): ContentTypeShape | null => {
    const known = shapes.get(contentType);
    if (known) return known;
    const schema = schemaOf(contentType);
    if (!schema) return null;
    const shape = shapeOf(schema, schemaOf);
    shapes.set(contentType, shape);
    return shape;
  };

  /** One query for lookups in the same place, by values alone, so that an index of the site serves it. */
  const holdersOf = async (lookups: readonly RelationLookup[]): Promise<Holders> => {
    const [first] = lookups;
    const holders: Holders = new Map();
    if (!first) return holders;
    const { target, targetAddress } = first;
    const forms = new Set(lookups.flatMap(({ address }) => [address, address.toLowerCase()]));
    const found: Record<string, unknown>[] = await strapi.db.query(target).findMany({
      where: { [targetAddress]: { $in: [...forms] } },
      select: ['documentId', targetAddress],
      orderBy: { id: 'asc' },
    });
    for (const row of found) {
      const address = String(row[targetAddress]).toLowerCase();
      if (!holders.has(address)) holders.set(address, String(row.documentId));
    }
    return holders;
  };

  const takenOf = async (contentType: string, values: readonly UniqueValue[]): Promise<string[]> => {
    const names: string[] = [];
    for (const { attribute, value, required } of values) {
      if (required) continue;
      const holders = await strapi.db.query(contentType).count({ where: { [attribute]: value } });
      if (holders > 0) names.push(attribute);
    }
    return names;
  };

  return {
    shapeOf: shapeFor,
    pace,

    async relate(relations) {
      const known = new Map<string, Holders>();
      const connected = new Map<string, { documentId: string }[]>();
      for (const lookup of relations) {
        const place = placeOf(lookup);
        const holders =
          known.get(place) ?? (await holdersOf(relations.filter((other) => placeOf(other) === place)));
        known.set(place, holders);
        const documentId = holders.get(lookup.address.toLowerCase());
        if (documentId === undefined) continue;
        connected.set(lookup.attribute, [...(connected.get(lookup.attribute) ?? []), { documentId }]);
      }
      return Object.fromEntries([...connected].map(([attribute, connect]) => [attribute, { connect }]));
    },

    async withoutTaken(contentType, values, create) {
      const taken = await takenOf(contentType, values);
      try {
        return await create(taken);
      } catch (error) {
        if (validationProblem(error) === null) throw error;
        const takenNow = await takenOf(contentType, values);
        if (takenNow.every((attribute) => taken.includes(attribute))) throw error;
        return create(takenNow);
      }
    },

    async create(contentType, data, alias) {
      const shape = shapeFor(contentType);
      const status = shape?.draftAndPublish ? { status: alias?.entryStatus ?? 'draft' } : {};
      const locale = shape?.localised && alias?.entryLocale ? { locale: alias.entryLocale } : {};
      // The content type is the site's: its attributes are known at run time alone.
      const parameters = { data: data as never, ...status, ...locale };
      const created = await pace.timed(contentType, () =>
        strapi.documents(contentType as UID.ContentType).create(parameters)
      );
      return created.documentId;
    },
  };
};
