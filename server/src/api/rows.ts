import type { Core, UID as StrapiUid } from '@strapi/strapi';
import type { ListAnswer, PageQuery, Pagination } from '../../../contracts';
import { GatewayError } from '../errors';

/** Reading and writing our own rows without firing the site's `entry.*` events. */
export interface OwnRows<Row> {
  /** @throws GatewayError `not_found` */
  get(documentId: string): Promise<Row>;
  page(query: PageQuery): Promise<{ rows: Row[]; pagination: Pagination }>;
  create(data: Record<string, unknown>): Promise<Row>;
  /** @throws GatewayError `not_found` when the row has gone in the meantime. */
  update(documentId: string, data: Record<string, unknown>): Promise<Row>;
  remove(documentId: string): Promise<void>;
}

/** @param label what one row is called: `outgoing server`. */
export const createOwnRows = <Row>({
  strapi,
  uid,
  label,
  orderBy,
}: {
  strapi: Core.Strapi;
  uid: StrapiUid.ContentType;
  label: string;
  orderBy: Record<string, 'asc' | 'desc'>[];
}): OwnRows<Row> => {
  const query = () => strapi.db.query(uid);

  const found = (row: Row | null, documentId: string): Row => {
    if (row) return row;
    throw new GatewayError('not_found', `There is no ${label} "${documentId}".`, 404);
  };

  return {
    async get(documentId) {
      const row: Row | null = await query().findOne({ where: { documentId } });
      return found(row, documentId);
    },

    async page({ page, pageSize }) {
      const [rows, total] = await Promise.all([
        query().findMany({ orderBy, limit: pageSize, offset: (page - 1) * pageSize }),
        query().count(),
      ]);
      return { rows, pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total } };
    },

    create: (data) => query().create({ data }),

    async update(documentId, data) {
      const row: Row | null = await query().update({ where: { documentId }, data });
      return found(row, documentId);
    },

    async remove(documentId) {
      await query().delete({ where: { documentId } });
    },
  };
};

/** A page of rows as an answer. */
export const listAnswer = <Row, Item>(
  { rows, pagination }: { rows: readonly Row[]; pagination: Pagination },
  presentRow: (row: Row) => Item
): ListAnswer<Item> => ({ data: rows.map(presentRow), meta: { pagination } });

const DUPLICATE = new Set(['SQLITE_CONSTRAINT_UNIQUE', '23505', 'ER_DUP_ENTRY']);

/** Whether a unique index refused the row. */
export const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && DUPLICATE.has(String(error.code));
