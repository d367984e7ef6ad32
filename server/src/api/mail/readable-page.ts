import type { KeyPageQuery } from '../../../../contracts';
import type { MailOfEntry, MailRights } from '../mail-rights';

/** How a list is read and ordered. */
export interface ListOrder<Row> {
  /** A page of the rows of one scope of the rights. */
  read(scope: Record<string, unknown>, page: KeyPageQuery): Promise<{ rows: Row[]; next: string | null }>;
  /** Where the next page begins when this row was the last. */
  cursorOf(row: Row): string;
  compare(a: Row, b: Row): number;
}

/** A page is refilled this often; then it says "more" with what it has. */
const ROUNDS = 3;

/** Rows that are read at a time where many may be dropped. A small page must not tell by its "more" what was dropped. */
const SIFTED = 100;

/** A page over all scopes, each of them read no further than to the end of the page. */
const readMerged = async <Row>(
  { read, cursorOf, compare }: ListOrder<Row>,
  scopes: MailRights['scopes'],
  page: KeyPageQuery
): Promise<{ rows: Row[]; next: string | null }> => {
  const found: Row[] = [];
  let hasMore = false;
  // One after the other: a list must not take every connection of the database at once.
  for (const scope of scopes) {
    const { rows, next } = await read(scope, page);
    found.push(...rows);
    hasMore ||= next !== null;
  }
  const rows = found.sort(compare).slice(0, page.limit);
  const last = hasMore || rows.length < found.length ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : cursorOf(last) };
};

/**
 * One page of the rows that somebody may see.
 * @returns fewer rows than asked for, or none, and yet `next`, where many rows in a row may not be seen.
 */
export const readReadablePage = async <Row extends MailOfEntry>(
  order: ListOrder<Row>,
  { scopes, isSifted, keep }: MailRights,
  { cursor: start, limit }: KeyPageQuery
): Promise<{ rows: Row[]; next: string | null }> => {
  const shown: Row[] = [];
  let cursor = start;
  for (let round = 1; ; round += 1) {
    const size = isSifted ? Math.max(limit, SIFTED) : limit;
    const { rows, next } = await readMerged(order, scopes, { cursor, limit: size });
    const kept = await keep(rows);
    const added = kept.slice(0, limit - shown.length);
    shown.push(...added);
    const last = added.length < kept.length ? shown.at(-1) : undefined;
    if (last !== undefined) return { rows: shown, next: order.cursorOf(last) };
    if (next === null || shown.length === limit || round === ROUNDS) return { rows: shown, next };
    cursor = next;
  }
};
