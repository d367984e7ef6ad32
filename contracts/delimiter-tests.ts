import { z } from 'zod';
import { documentId, instant } from './fields';
import { sentence } from './sentences';

/** Whether mail to an address with a key comes in, tried with a mail that is sent there. */

/** What may part the name for replies from a key. */
export const delimiter = z.enum(['+', '-'], { error: 'The delimiter is + or -.' });
export type Delimiter = z.infer<typeof delimiter>;

/** `POST /mail-gateway/system-parameters/delimiter-tests`: answers with the test that was begun. */
export const startDelimiterTest = z.strictObject({ delimiter });
export type StartDelimiterTest = z.infer<typeof startDelimiterTest>;

/** `failed`: its mail was refused, or did not leave. `missing`: it did not come in within ten minutes. */
export const delimiterTestState = z.enum(['waiting', 'arrived', 'missing', 'failed']);
export type DelimiterTestState = z.infer<typeof delimiterTestState>;

/** `GET /mail-gateway/system-parameters/delimiter-tests/:documentId`, and of each sign the last one without it. */
export const delimiterTest = z.strictObject({
  documentId,
  delimiter,
  /** Where the mail was sent. */
  address: z.string(),
  sentAt: instant,
  /** Domain or name for replies are others by now: it says nothing of the addresses that replies go to. */
  outdated: z.boolean(),
  state: delimiterTestState,
  /** Whether an outgoing server took the mail. */
  sending: z.enum(['under_way', 'accepted']),
  /** Name of the mailbox or door that it came in by. */
  door: z.string().nullable(),
  /** What the outgoing server said, where something is wrong. */
  explanation: z.string().nullable(),
  /** The sentences of `explanation`; empty for what an older version stored. */
  sentences: z.array(sentence),
});
export type DelimiterTest = z.infer<typeof delimiterTest>;
