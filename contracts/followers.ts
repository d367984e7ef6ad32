import { z } from 'zod';
import { documentId, instant, isAddress, requiredText, shortText, storableText } from './fields';
import { problem } from './problems';

/** Who is kept informed of a conversation: `/mail-gateway/threads/:documentId/followers`. */

/** `email`: each message by mail; `inbox`: in the Inbox of the admin alone, which admin users have. */
export const followerChannel = z.enum(['email', 'inbox'], { error: 'channel is email or inbox.' });
export type FollowerChannel = z.infer<typeof followerChannel>;

/** `unfollowed` and `blocked` stay known; whoever is blocked is never made to follow again. */
export const followerState = z.enum(['active', 'unfollowed', 'blocked']);
export type FollowerState = z.infer<typeof followerState>;

/** One who follows a conversation, or did. */
export const follower = z.strictObject({
  /** A new one each time that somebody follows again. */
  documentId,
  address: z.string(),
  name: z.string(),
  /** documentId of the admin user; null for an address. */
  adminUser: z.string().nullable(),
  channel: followerChannel,
  state: followerState,
});
export type Follower = z.infer<typeof follower>;

/** The row of whoever asks. */
export const ownFollower = follower.extend({
  /** Messages that they have not read. */
  unread: z.int(),
  lastReadAt: instant,
});
export type OwnFollower = z.infer<typeof ownFollower>;

const address = requiredText('The address').refine(
  isAddress,
  problem('address_form', 'This is no e-mail address, as in mary@example.com.')
);

/** `POST …/followers`: an address, a colleague, or oneself. */
export const addFollower = z.union(
  [
    z.strictObject({ address, name: shortText('The name').optional() }),
    z.strictObject({ adminUser: documentId }),
    z.strictObject({
      me: z.literal(true, { error: 'me is true.' }),
      /** Left out: the Inbox, or what it was before. */
      channel: followerChannel.optional(),
    }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null && 'address' in input
        ? 'This is no e-mail address, as in mary@example.com.'
        : 'Give address (and name), adminUser, or me (and channel).',
  }
);
export type AddFollower = z.infer<typeof addFollower>;

/** `PUT …/followers/:followerId`: `unfollowed` ends following and lifts a block, `blocked` forbids it. */
export const updateFollower = z
  .strictObject({
    channel: followerChannel.optional(),
    state: z.enum(['unfollowed', 'blocked'], { error: 'state is unfollowed or blocked.' }).optional(),
  })
  .refine(({ channel, state }) => channel !== undefined || state !== undefined, {
    message: 'Nothing is to be changed: give channel or state.',
  });
export type UpdateFollower = z.infer<typeof updateFollower>;

/** `GET /mail-gateway/threads/followers/candidates?q=` */
export const candidatesQuery = z.strictObject({
  /** Part of a name or an address; empty: the first by name. */
  q: storableText('q').trim().max(255, 'q has at most 255 characters.').default(''),
});
export type CandidatesQuery = z.infer<typeof candidatesQuery>;

/** As many as one request tells. */
export const CANDIDATE_LIMIT = 20;

/** An admin user who could be made to follow. */
export const candidate = z.strictObject({ documentId, name: z.string(), address: z.string() });
export type Candidate = z.infer<typeof candidate>;
