import type { Site } from './site';

/** What a test reads of the journal. */
export interface JournalEntry {
  documentId: string;
  state: string;
  reason: string;
  explanation: string;
  contentType: string | null;
  entryDocumentId: string | null;
  threadId: string | null;
  flags: string[];
  results: { state: string; reason: string; entryDocumentId: string | null }[] | null;
}

const created = async (site: Site, path: string, body: unknown): Promise<{ documentId: string }> => {
  const answer = await site.admin('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.data;
};

/** An alias of the site's primary domain. */
export const addAlias = (
  site: Site,
  name: string,
  contentType = 'api::ticket.ticket',
  more: Record<string, unknown> = {}
): Promise<{ documentId: string }> => created(site, '/mail-gateway/aliases', { name, contentType, ...more });

export const setParameter = async (site: Site, key: string, value: unknown): Promise<void> => {
  const answer = await site.admin('PUT', `/mail-gateway/system-parameters/${key}`, { value });
  if (answer.status !== 200) throw new Error(`${key}: ${answer.status} ${JSON.stringify(answer.body)}`);
};

/** Hands a mail to the site as its own code would, and returns the journal row. */
export const receive = async (
  site: Site,
  raw: Buffer | string,
  envelope: { recipients?: string[]; sender?: string | null } = {}
): Promise<JournalEntry> => {
  const { documentId } = await site.strapi
    .plugin('mail-gateway')
    .service('inbound')
    .receive(raw, { envelope });
  return journal(site, documentId);
};

export const journal = (site: Site, documentId: string): Promise<JournalEntry> =>
  site.strapi.db.query('plugin::mail-gateway.inbound-email').findOne({ where: { documentId } });

export const entries = (site: Site, uid: string): Promise<Record<string, unknown>[]> =>
  site.strapi.db.query(uid).findMany({ orderBy: { id: 'asc' } });

/** Messages of a thread, oldest first. */
export const messages = (site: Site, threadId: string): Promise<Record<string, unknown>[]> =>
  site.strapi.db
    .query('plugin::mail-gateway.message')
    .findMany({ where: { threadId }, orderBy: { id: 'asc' } });
