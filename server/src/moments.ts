import { channel } from 'node:diagnostics_channel';

/**
 * The moments at which the end of the process would cost most, in the order in which a mail meets them. Told on a
 * channel that nobody listens to in production: a site for crash tests ends itself there.
 */
export const MOMENTS = [
  /** A piece of a mail's bytes is stored, and no journal row names it. */
  'chunk.stored',
  /** The journal row is written and not committed. */
  'journal.written',
  /** The journal row is committed, and the copy on the mail server untouched. */
  'journal.committed',
  /** The effect is taken, and what it is to make is not made. */
  'effect.taken',
  /** It is on record that the end of an outgoing mail is about to go out; it has not gone out. */
  'outbound.marked',
  /** The final dot is sent, and the server has not answered. */
  'outbound.ended',
  /** The server has taken the mail, and the outbox does not know. */
  'outbound.answered',
] as const;

export type Moment = (typeof MOMENTS)[number];

/** Name of the diagnostics channel; its messages are `{ moment }`. */
export const MOMENTS_CHANNEL = 'mail-gateway:moment';

const moments = channel(MOMENTS_CHANNEL);

/** Says that a moment has come. Costs next to nothing where nobody listens. */
export const reached = (moment: Moment): void => {
  if (moments.hasSubscribers) moments.publish({ moment });
};
