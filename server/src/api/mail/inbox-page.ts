import type { Core } from '@strapi/strapi';
import type { InboxQuery } from '../../../../contracts';
import type { InboxPosition } from '../../threads';
import { readInboxRows, type ReadableRow } from './inbox-rows';

/** Where a page begins: among the unread conversations or behind them, after which row. */
interface Place {
  isUnread: boolean;
  behind: InboxPosition | null;
}

/** The latest instant and id that every database can have. */
const LAST_INSTANT = Date.UTC(9999, 11, 31);
const LAST_ID = 2_147_483_647;

/** Rounds of reading for one page: somebody who lost the right to many entries gets short pages, not slow ones. */
const ROUNDS = 3;

const placeOf = (cursor: string | undefined): Place => {
  if (cursor === undefined) return { isUnread: true, behind: null };
  const [part, milliseconds, id] = cursor.split('-');
  if (Number(id) === 0) return { isUnread: part === 'u', behind: null };
  const at = new Date(Math.min(Number(milliseconds), LAST_INSTANT));
  return { isUnread: part === 'u', behind: { at, id: Math.min(Number(id), LAST_ID) } };
};

const cursorOf = ({ isUnread, behind }: Place): string =>
  `${isUnread ? 'u' : 'r'}-${behind?.at.getTime() ?? 0}-${behind?.id ?? 0}`;

/** The part behind the one that is read through; null at the end. */
const partAfter = ({ isUnread }: Place, filter: InboxQuery['filter']): Place | null =>
  isUnread && filter === 'all' ? { isUnread: false, behind: null } : null;

/** One page of the Inbox: what is unread, then what is read. @returns `next` for the next request; null at the end. */
export const readInboxPage = async (
  { strapi }: { strapi: Core.Strapi },
  ability: unknown,
  adminUser: string,
  { after, limit, filter }: InboxQuery
): Promise<{ rows: ReadableRow[]; next: string | null }> => {
  const rows: ReadableRow[] = [];
  let place: Place | null = placeOf(after);
  for (let round = 0; place !== null && rows.length < limit && round < ROUNDS; round += 1) {
    const lacking = limit - rows.length;
    // One more than is shown tells whether there is more.
    const wanted = { ...place, limit: lacking + 1 };
    const { readable, all } = await readInboxRows({ strapi }, ability, adminUser, wanted);
    const looked = all.slice(0, lacking);
    const last = looked.at(-1);
    rows.push(...readable.filter(({ id }) => looked.some((row) => row.id === id)));
    place =
      all.length > lacking && last
        ? { isUnread: place.isUnread, behind: { at: last.lastMessageAt, id: last.id } }
        : partAfter(place, filter);
  }
  return { rows, next: place && cursorOf(place) };
};
