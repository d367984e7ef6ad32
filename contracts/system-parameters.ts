import { z } from 'zod';
import { longText } from './fields';

/** Odoo's system parameters: `/mail-gateway/system-parameters`. */

/** `PUT /mail-gateway/system-parameters/:key`. Numbers and switches may come as such or as text. */
export const putSystemParameter = z.strictObject({
  value: z.union([longText('The value'), z.number(), z.boolean()], {
    error: 'The value is a text, a number, true or false.',
  }),
});
export type PutSystemParameter = z.infer<typeof putSystemParameter>;

/** A key in an answer: each known one, stored or not, and each unknown one that is stored. */
export const systemParameter = z.strictObject({
  key: z.string(),
  /** As text; the default when none is stored. */
  value: z.string(),
  /** Null for unknown keys. */
  default: z.string().nullable(),
  /** Whether a value is stored. */
  stored: z.boolean(),
  /** False: the gateway does nothing with it; it may be the developer's own. */
  known: z.boolean(),
  /** What the key does; null for unknown keys. */
  description: z.string().nullable(),
  /** What is wrong with the stored value, which then counts as the default. */
  problem: z.string().nullable(),
});
export type SystemParameter = z.infer<typeof systemParameter>;
