import { mailActions, personWith, READ, type Given, type Person } from './people';
import type { Site } from './site';

/** A colleague of the super admin, who may read and answer conversations. */
export type Editor = Person;

export const READ_TICKETS: Given = { action: READ, subject: 'api::ticket.ticket' };

/** Somebody whose role allows the conversations, and what else is given. */
export const addEditor = (
  site: Site,
  name: string,
  given: readonly Given[],
  email?: string
): Promise<Editor> =>
  personWith(site, name, [...mailActions('threads.read', 'threads.post'), ...given], email);
