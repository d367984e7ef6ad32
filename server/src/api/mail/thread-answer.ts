import type { Follower as FollowerAnswer, OwnFollower, Thread as ThreadAnswer } from '../../../../contracts';
import { addressKey } from '../../mail';
import type { Follower, Thread, Threads } from '../../threads';
import type { AdminUser } from '../admin-user';

/** A follower as the API tells of them. */
export const followerAnswer = ({
  documentId,
  address,
  name,
  adminUser,
  channel,
  state,
}: Follower): FollowerAnswer => ({ documentId, address, name, adminUser, channel, state });

/** Whether the row was made for the user, and so is theirs to change. */
export const isMadeFor = ({ adminUser }: Follower, { documentId }: AdminUser): boolean =>
  adminUser !== null && adminUser === documentId;

/**
 * Whether the row is that of the user: made for them, or for their address. It says what they are shown: anybody may set
 * the address of their account to that of somebody who follows.
 */
const isOwnRow = ({ adminUser, email }: Follower, user: AdminUser): boolean =>
  adminUser === null
    ? user.email !== null && email === addressKey(user.email)
    : adminUser === (user.documentId ?? null);

/** The user's row among those of a thread; one that was made for them comes before one of their address. */
export const ownRow = (followers: readonly Follower[], user: AdminUser): Follower | null => {
  const own = followers.filter((follower) => isOwnRow(follower, user));
  return own.find(({ adminUser }) => adminUser !== null) ?? own[0] ?? null;
};

const ownAnswer = (own: Follower): OwnFollower => ({
  ...followerAnswer(own),
  unread: own.unread,
  lastReadAt: own.lastReadAt?.toISOString() ?? null,
});

/** A conversation with its followers, for the user who asks. */
export const threadAnswer = async (
  threads: Threads,
  thread: Thread,
  user: AdminUser
): Promise<ThreadAnswer> => {
  const followers = await threads.followers.list(thread.documentId);
  const own = ownRow(followers, user);
  return {
    documentId: thread.documentId,
    contentType: thread.contentType,
    entry: thread.entryDocumentId,
    subject: thread.subject,
    messageCount: thread.messageCount,
    lastMessageAt: thread.lastMessageAt?.toISOString() ?? null,
    archivedAt: thread.archivedAt?.toISOString() ?? null,
    followers: followers.map(followerAnswer),
    own: own && ownAnswer(own),
  };
};
