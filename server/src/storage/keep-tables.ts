import type { Core } from '@strapi/strapi';

const TABLE_PREFIX = 'mail_gateway_';

/** An entry is a name, or an object that also names the tables it depends on. */
const nameOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : entry;

/**
 * Tells Strapi to keep our tables when it boots once without the plugin (`enabled: false`, a missing `dist/`): its
 * schema sync drops every table that no model claims, unless the core store lists it. Existing entries stay, Strapi's
 * Enterprise Edition keeps its own there.
 */
export const keepTables = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const stored = await strapi.store.get({ type: 'core', key: 'persisted_tables' });
  const kept: unknown[] = Array.isArray(stored) ? stored : [];
  const names = new Set(kept.map(nameOf));
  const ours = [...strapi.db.metadata.values()]
    .map((model) => model.tableName)
    .filter((table) => table.startsWith(TABLE_PREFIX));
  const missing = ours.filter((table) => !names.has(table));
  if (missing.length === 0) return;
  await strapi.store.set({ type: 'core', key: 'persisted_tables', value: [...kept, ...missing] });
};
