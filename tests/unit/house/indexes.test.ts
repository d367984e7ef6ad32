import { describe, expect, it } from 'vitest';
import { TABLE } from '../../../server/src/constants';
import { contentTypes } from '../../../server/src/content-types';
import { rawModels } from '../../../server/src/storage/models';

interface Index {
  name: string;
  columns: string[];
  type?: string;
}

interface Table {
  name: string;
  /** Type by column. */
  columns: Map<string, string>;
  indexes: Index[];
}

/** Bytes of a key part in MySQL 8: utf8mb4, 255 characters for strings; null where MySQL refuses the whole column. */
const KEY_BYTES: Record<string, number | null> = {
  string: 255 * 4,
  enumeration: 255 * 4,
  email: 255 * 4,
  uid: 255 * 4,
  integer: 4,
  increments: 4,
  biginteger: 8,
  boolean: 1,
  datetime: 8,
  text: null,
  richtext: null,
  json: null,
  blocks: null,
};
/** Of an index in MySQL, and of one entry of an index in PostgreSQL, which is only found out when such a row comes. */
const KEY_LIMIT = Math.min(3072, 2704);
const POSTGRES_NAME_LIMIT = 63;

const columnName = (attribute: string): string =>
  attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columnsOf = (attributes: Record<string, unknown>): [string, string][] =>
  Object.entries(attributes).map(([name, attribute]) => [
    columnName(name),
    // Every attribute of a schema has a type; JSON imports know only the literal ones.
    (attribute as { type: string }).type,
  ]);

/** Columns that Strapi adds to every content type. */
const STRAPI_COLUMNS: [string, string][] = [
  ['id', 'increments'],
  ['document_id', 'string'],
  ['created_at', 'datetime'],
  ['updated_at', 'datetime'],
  ['published_at', 'datetime'],
  ['locale', 'string'],
  ['created_by_id', 'integer'],
  ['updated_by_id', 'integer'],
];

/** Indexes that Strapi adds to every content type by itself. */
const strapiIndexes = (table: string): Index[] => [
  { name: `${table}_documents_idx`, columns: ['document_id', 'locale', 'published_at'] },
  { name: `${table}_created_by_id_fk`, columns: ['created_by_id'] },
  { name: `${table}_updated_by_id_fk`, columns: ['updated_by_id'] },
];

const tables: Table[] = [
  ...Object.values(contentTypes).map(({ schema }) => ({
    name: schema.collectionName,
    columns: new Map([...STRAPI_COLUMNS, ...columnsOf(schema.attributes)]),
    indexes: [
      ...strapiIndexes(schema.collectionName),
      // A schema without indexes has no such key.
      ...((schema as { indexes?: Index[] }).indexes ?? []),
    ],
  })),
  ...rawModels('mysql').map(({ tableName, attributes, indexes }) => ({
    name: tableName,
    columns: new Map(columnsOf(attributes)),
    indexes,
  })),
];

const all = tables.flatMap((table) => table.indexes.map((index) => ({ table, index })));

describe('indexes of all tables', () => {
  it('are those of every content type and raw model', () => {
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(TABLE)));
    expect(tables.map(({ name }) => name)).toContain('mail_gateway_inbound_emails');
    expect(all.length).toBeGreaterThan(60);
  });

  it.each(all)('$index.name stands on columns that a key can hold', ({ table, index }) => {
    const bytes = index.columns.map((column) => {
      const type = table.columns.get(column);
      expect(type, `${table.name}.${column} exists`).toBeDefined();
      expect(KEY_BYTES, `${table.name}.${column}`).toHaveProperty(type ?? '');
      return KEY_BYTES[type ?? ''] ?? Number.POSITIVE_INFINITY;
    });
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(KEY_LIMIT);
  });

  it.each(all.filter(({ index }) => index.type === 'unique'))(
    '$index.name is unique over two plain strings at most',
    ({ table, index }) => {
      const strings = index.columns.filter(
        (column) => KEY_BYTES[table.columns.get(column) ?? ''] === 255 * 4
      );
      expect(strings.length).toBeLessThanOrEqual(2);
    }
  );

  it('have names that every database takes, each of them once', () => {
    const names = all.map(({ index }) => index.name);
    expect(names.filter((name) => name.length > POSTGRES_NAME_LIMIT)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('lie on tables that are named for the plugin', () => {
    expect(tables.map(({ name }) => name).filter((name) => !name.startsWith('mail_gateway_'))).toEqual([]);
  });
});
