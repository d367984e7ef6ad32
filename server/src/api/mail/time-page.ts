import type { KeyPageQuery } from '../../../../contracts';

/** A row as far as paging by time has to know it. */
interface Received {
  id: number;
  receivedAt: string | null;
}

const instantOf = ({ receivedAt }: Received): number => Date.parse(receivedAt ?? '');

/** What `next` says after this row. */
export const timeCursor = (row: Received): string => `${instantOf(row)}-${row.id}`;

/** Newest first, as `readTimePage` reads. */
export const byTime = (a: Received, b: Received): number => instantOf(b) - instantOf(a) || b.id - a.id;

/** Where the page before ended; the row stands beside the instant because several mails may share one. */
const positionOf = (cursor: string): { at: string; id: number } => {
  const [milliseconds = '0', id = '0'] = cursor.split('-');
  // What lies beyond a date's range was said by no page.
  const at = new Date(Math.min(Number(milliseconds), 8_640_000_000_000_000)).toISOString();
  return { at, id: Math.min(Number(id), 2_147_483_647) };
};

/** The rest behind a position. The first condition is one that an index can begin at; the second only drops what was shown. */
const behind = (cursor: string | undefined): object[] => {
  if (cursor === undefined) return [];
  const { at, id } = positionOf(cursor);
  return [{ receivedAt: { $lte: at } }, { $or: [{ receivedAt: { $lt: at } }, { id: { $lt: id } }] }];
};

/**
 * One page of the mails received within a span of time, newest first. Read by the time of receiving and not by the order
 * of storing: imported history was stored late, so that in that order the whole journal would have to be read.
 * @returns the rows, and `next` for the next request; null at the end.
 */
export const readTimePage = async <Row extends Received>({
  table,
  where,
  span: { from, to },
  page: { cursor, limit },
}: {
  /** `strapi.db.query(uid)`, which does not know the type of its rows. */
  table: { findMany(options: object): Promise<Row[]> };
  where: Record<string, unknown>;
  span: { from?: string; to?: string };
  page: KeyPageQuery;
}): Promise<{ rows: Row[]; next: string | null }> => {
  const within = [
    ...(from === undefined ? [] : [{ receivedAt: { $gte: from } }]),
    ...(to === undefined ? [] : [{ receivedAt: { $lt: to } }]),
  ];
  const found = await table.findMany({
    where: { $and: [where, ...within, ...behind(cursor)] },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = found.length > rows.length ? rows.at(-1) : undefined;
  return { rows, next: last ? timeCursor(last) : null };
};
