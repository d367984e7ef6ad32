import { z } from 'zod';
import { instant } from './fields';

/** Whether this is the site that the mailboxes belong to, or a copy of its database: `/mail-gateway/site`. */
export const site = z.strictObject({
  /** `unclaimed`: no mailbox was confirmed and no outgoing server saved yet; `own`: this site fetches and sends; `copy`: nothing is fetched or sent. */
  state: z.enum(['unclaimed', 'own', 'copy']),
  /** One sentence for people. */
  message: z.string(),
  /** This process. */
  here: z.string(),
  /** The site that the mailboxes belong to; null while none does. */
  owner: z.string().nullable(),
  ownedSince: instant,
});
export type Site = z.infer<typeof site>;
