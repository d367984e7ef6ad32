import type { Core } from '@strapi/strapi';
import type { UID } from '../constants';
import { GatewayError } from '../errors';
import { mayReadEntry, reachOf, readableEntries, type AbleUser, type Reach } from '../rights';
import { targetContentTypes } from './content-types';
import { actionId } from './permissions';
import type { HttpContext } from './respond';

/**
 * A row of the journal or the outbox, as far as the right to see it goes. What it shows (subject, sender, recipient, the
 * server's words) belongs to its entry: the one that the mail became or joined, the first of them where there are
 * several, or the one whose conversation it left.
 */
export interface MailOfEntry {
  contentType: string | null;
  entryDocumentId: string | null;
}

/** Which rows of the journal or the outbox somebody may see. */
export interface MailRights {
  /** Conditions that lists are read by, one after the other. Together they hold every row that may be seen; none: there is none. */
  scopes: Record<string, unknown>[];
  /** Whether the scopes may hold many rows besides. */
  isSifted: boolean;
  /** Those that may be seen. */
  keep<Row extends MailOfEntry>(rows: readonly Row[]): Promise<Row[]>;
}

type MailTable = typeof UID.inboundEmail | typeof UID.outboundEmail;
type Site = { strapi: Core.Strapi };
type Asking = Pick<HttpContext, 'state'>;

/** What whoever asks may do. Strapi types the state of a request as unknown values; its authentication has put it there. */
export const abilityOf = ({ state }: Asking): AbleUser['ability'] => state.userAbility as AbleUser['ability'];

/** Whether somebody may see mail that belongs to no entry: that of strangers, and the site's own. */
const seesOther = (ability: AbleUser['ability']): boolean => ability.can(actionId('journal.read-all'));

/** Content types whose entries mail belongs to. One that is gone or hidden has no rights that could allow it: its mail is like mail without an entry. */
const guardedTypes = ({ strapi }: Site): string[] => targetContentTypes(strapi).map(({ uid }) => uid);

/** Content types whose entries mail belongs to, step by step on an index: a list of the distinct ones would read all of it. */
const typesIn = async ({ strapi }: Site, table: MailTable): Promise<string[]> => {
  const types: string[] = [];
  for (;;) {
    const next: { contentType: string } | null = await strapi.db.query(table).findOne({
      select: ['contentType'],
      where: { contentType: { $gt: types.at(-1) ?? '' } },
      orderBy: { contentType: 'asc' },
    });
    if (!next) return types;
    types.push(next.contentType);
  }
};

/** What somebody may see of journal or outbox. */
export const mailRightsOf = async (
  { strapi }: Site,
  asking: Asking,
  table: MailTable
): Promise<MailRights> => {
  const ability = abilityOf(asking);
  const seesRest = seesOther(ability);
  const reaches = new Map<string, Reach>();
  for (const uid of guardedTypes({ strapi })) reaches.set(uid, await reachOf({ strapi }, ability, uid));
  const typesOf = (...wanted: Reach[]): string[] =>
    [...reaches].filter(([, reach]) => wanted.includes(reach)).map(([uid]) => uid);

  /** Types that are gone are known from the mail alone. */
  const scopesOfRest = async (): Promise<MailRights['scopes']> => {
    const hidden = typesOf('none');
    if (hidden.length === 0) return [{}];
    const seen = (await typesIn({ strapi }, table)).filter((uid) => !hidden.includes(uid));
    return [{ contentType: { $null: true } }, ...seen.map((contentType) => ({ contentType }))];
  };

  return {
    // One condition for each type: an index serves each in the order of the list, and none serves several.
    scopes: seesRest ? await scopesOfRest() : typesOf('all', 'some').map((contentType) => ({ contentType })),
    isSifted: typesOf('some').length > 0,

    async keep(rows) {
      const readable = new Map<string, Set<string>>();
      for (const uid of typesOf('all', 'some')) {
        const ids = rows.flatMap((row) => (row.contentType === uid ? (row.entryDocumentId ?? []) : []));
        readable.set(uid, await readableEntries({ strapi }, ability, uid, [...new Set(ids)]));
      }
      return rows.filter(({ contentType, entryDocumentId }) => {
        if (contentType === null || entryDocumentId === null || !reaches.has(contentType)) return seesRest;
        return readable.get(contentType)?.has(entryDocumentId) ?? false;
      });
    },
  };
};

/** Whether somebody may see one row. */
const maySee = async ({ strapi }: Site, asking: Asking, mail: MailOfEntry): Promise<boolean> => {
  const { contentType, entryDocumentId } = mail;
  const ability = abilityOf(asking);
  if (contentType === null || entryDocumentId === null || !guardedTypes({ strapi }).includes(contentType)) {
    return seesOther(ability);
  }
  return mayReadEntry({ strapi }, ability, { contentType, entryDocumentId });
};

/**
 * The row if somebody may see it.
 * @param name what is said to be missing: `inbound email "…"`.
 * @throws GatewayError `not_found`, also where there is one: whether a mail came is part of what it says.
 */
export const demandMail = async <Row extends MailOfEntry>(
  { strapi }: Site,
  asking: Asking,
  row: Row | null,
  name: string
): Promise<Row> => {
  if (row && (await maySee({ strapi }, asking, row))) return row;
  throw new GatewayError('not_found', `There is no ${name}.`, 404);
};
