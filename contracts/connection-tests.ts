import { z } from 'zod';

/** What *Test connection*, *Test & confirm* and *Fetch now* answer. */

/** One step of the dialogue, in the order in which it was tried. */
export const testStep = z.strictObject({
  /** `connect`, `tls`, `greeting`, `login`, `mail from` … */
  name: z.string(),
  ok: z.boolean(),
  /** What the server said, or what happened instead. */
  response: z.string().nullable(),
});
export type TestStep = z.infer<typeof testStep>;

/** The outcome of a test: what was tried, what the server said, and what to do. */
export const connectionTest = z.strictObject({
  ok: z.boolean(),
  /** For programs; null when all is well. */
  code: z.string().nullable(),
  /** One sentence for people. */
  message: z.string(),
  /** What to do about it; null when all is well. */
  advice: z.string().nullable(),
  steps: z.array(testStep),
});
export type ConnectionTest = z.infer<typeof connectionTest>;
