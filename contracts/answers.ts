import { z } from 'zod';
import type { SentenceValue } from './sentences';

/** How every door answers. */

/** `?page=2&pageSize=50` of a short list. */
export const pageQuery = z.strictObject({
  page: z.coerce.number({ error: 'page is a number.' }).int().min(1, 'page starts at 1.').default(1),
  pageSize: z.coerce
    .number({ error: 'pageSize is a number.' })
    .int()
    .min(1, 'pageSize is between 1 and 100.')
    .max(100, 'pageSize is between 1 and 100.')
    .default(25),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** `?cursor=…&limit=50` of a list that has no end. */
export const keyPageQuery = z.strictObject({
  /** `meta.next` of the page before. */
  cursor: z
    .string({ error: 'cursor is a text.' })
    .regex(/^\d{1,15}$/, 'cursor is what meta.next of the page before said.')
    .optional(),
  limit: z.coerce
    .number({ error: 'limit is a number.' })
    .int()
    .min(1, 'limit is between 1 and 100.')
    .max(100, 'limit is between 1 and 100.')
    .default(50),
});
export type KeyPageQuery = z.infer<typeof keyPageQuery>;

/** Where a short list stands. */
export const pagination = z.object({
  page: z.int(),
  pageSize: z.int(),
  pageCount: z.int(),
  total: z.int(),
});
export type Pagination = z.infer<typeof pagination>;

/** One thing. */
export interface Answer<Data> {
  data: Data;
}

/** A page of a short list. */
export interface ListAnswer<Item> {
  data: Item[];
  meta: { pagination: Pagination };
}

/** A page of a list that has no end: `next` goes into `cursor` of the next request, null at the end. */
export interface EndlessAnswer<Item> {
  data: Item[];
  meta: { next: string | null };
}

/** What went wrong with one field. `path` is as in `mapping.title`; empty for the whole. */
export interface FieldProblem {
  path: string;
  message: string;
  /** What the message is about; absent where it has no code. */
  code?: string;
  values?: Record<string, SentenceValue>;
}

/** Every answer with a status of 400 and above. */
export interface ErrorAnswer {
  data: null;
  error: {
    status: number;
    name: string;
    /** For programs: `invalid`, `not_found`, `secret_required` … */
    code: string;
    /** For people. */
    message: string;
    details: {
      issues?: FieldProblem[];
      /** What the message is about. */
      values?: Record<string, SentenceValue>;
    } & Record<string, unknown>;
  };
}
