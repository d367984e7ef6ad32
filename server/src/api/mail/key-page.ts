import type { KeyPageQuery } from '../../../../contracts';

/** The largest id that a database can have given: ids are 32-bit integers, and PostgreSQL refuses larger ones. */
const LAST_ID = 2_147_483_647;

/** A row as far as paging has to know it. */
interface Keyed {
  id: number;
}

/** What `next` says after this row. */
export const keyCursor = ({ id }: Keyed): string => String(id);

/**
 * One page of a list that has no end, read by key, so that the thousandth page costs no more than the first.
 * @param options.order `desc` for newest first.
 * @returns the rows, and `next` for the next request; null at the end.
 */
export const readKeyPage = async <Row extends Keyed>({
  table,
  where,
  order,
  page: { cursor, limit },
}: {
  /** `strapi.db.query(uid)`, which does not know the type of its rows. */
  table: { findMany(options: object): Promise<Row[]> };
  where: Record<string, unknown>;
  order: 'asc' | 'desc';
  page: KeyPageQuery;
}): Promise<{ rows: Row[]; next: string | null }> => {
  const from = Math.min(Number(cursor ?? 0), LAST_ID);
  const beyond = order === 'desc' ? { $lt: from } : { $gt: from };
  const found = await table.findMany({
    where: { ...where, ...(cursor === undefined ? {} : { id: beyond }) },
    orderBy: { id: order },
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = found.length > rows.length ? rows.at(-1) : undefined;
  return { rows, next: last ? keyCursor(last) : null };
};
