import type { ParsedMail } from '../../mail';

/** Carried by every mail that nobody may answer automatically: our notices, and what we send to robots. */
export const LOOP_HEADER = 'X-Mail-Gateway-Loop';

/** Whether a mail carries it: then it is never answered automatically, by any site. It may still be routed. */
export const carriesLoopTag = (mail: Pick<ParsedMail, 'headers'>): boolean =>
  mail.headers.some(({ name }) => name === LOOP_HEADER.toLowerCase());
