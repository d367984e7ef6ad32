import { messageOf } from '../../../errors';

/** What a database said, without the statement and the values that knex puts in front of it. */
export const storeProblem = (error: unknown): string =>
  `It could not be stored: ${(messageOf(error).split(' - ').at(-1) ?? '').slice(0, 200)}`;
