import { z } from 'zod';
import { instant } from './fields';

/** The doors for mail that comes in by SMTP and LMTP: `GET /mail-gateway/listeners`, of the process that answers. */
export const listener = z.strictObject({
  protocol: z.enum(['smtp', 'lmtp']),
  /**
   * `off`: not configured, or this process does not work in the background. `listening`: takes mail. `waiting`: another
   * instance listens there; `failed`: it could not listen for another reason. Both are tried again each minute.
   */
  state: z.enum(['off', 'listening', 'waiting', 'failed']),
  /** One sentence for people. */
  message: z.string(),
  /** Null while it is not configured, as the port. */
  host: z.string().nullable(),
  port: z.int().nullable(),
  /** Whose certificate STARTTLS shows: none (no STARTTLS), one made at start, the configured one. */
  certificate: z.enum(['none', 'generated', 'configured']).nullable(),
  /** Since when it has been in this state. */
  since: instant,
});
export type Listener = z.infer<typeof listener>;
