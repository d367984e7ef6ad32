import { z } from 'zod';
import { longText } from './fields';
import { sentence } from './sentences';

/** Odoo's system parameters: `/mail-gateway/system-parameters`. */

/** What a key of the developer's own may be called. */
export const OWN_PARAMETER_KEY = /^[A-Za-z0-9][\w.:-]{0,254}$/;

/** Numbers and switches may come as such or as text. */
const value = z.union([longText('The value'), z.number(), z.boolean()], {
  error: 'The value is a text, a number, true or false.',
});

/** `PUT /mail-gateway/system-parameters/:key` */
export const putSystemParameter = z.strictObject({ value });
export type PutSystemParameter = z.infer<typeof putSystemParameter>;

/** As many as anybody sets in one go. */
const LIMIT = 100;

/** `PUT /mail-gateway/system-parameters`: all of them or none; null sets a key back to its default. */
export const putSystemParameters = z.strictObject({
  values: z
    .record(z.string(), value.nullable(), { error: 'values is an object with a value for each key.' })
    .refine((values) => Object.keys(values).length <= LIMIT, `values has at most ${LIMIT} keys.`),
});
export type PutSystemParameters = z.infer<typeof putSystemParameters>;

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
  /** What the value has to be, where there is a problem. */
  wanted: sentence.nullable(),
});
export type SystemParameter = z.infer<typeof systemParameter>;
