import type { Core } from '@strapi/strapi';
import type { Hooks } from '../hooks';
import type { Outbound } from '../outbound';
import type { Parameters } from '../parameters';
import type { Database } from '../storage';
import type { Tokens } from '../tokens';
import type { Attachments } from './attachments';
import { createCuts, type Cuts } from './cuts';
import { createFollowers, type Followers } from './followers';
import { createInbox, type Inbox } from './inbox';
import { createThreadLife, type ThreadLife } from './life';
import { createNotifications, type Notifications, type ThreadSteps } from './notifications';
import { createParents, type Parents } from './parents';
import { createPosting, type Posting } from './post';
import { createReplyKeys, type ReplyKeys } from './reply-keys';
import { createThreadRepository, type ThreadRepository } from './repository';
import { createSenderAddresses, type SenderAddresses } from './sender-addresses';
import { createStandings } from './standings';
import { createUnfollowLinks, type UnfollowLinks } from './unfollow-link';

/** The discussions of entries. */
export type Threads = ThreadRepository &
  Posting &
  Cuts & {
    attachments: Attachments;
    followers: Followers;
    inbox: Inbox;
    keys: ReplyKeys;
    life: ThreadLife;
    notifications: Notifications;
    parents: Parents;
    unfollowLinks: UnfollowLinks;
    addresses: SenderAddresses;
    /**
     * Makes an address, or an admin user, follow a thread; the address of an admin user follows as that admin user.
     * @returns null for somebody who is blocked there, and for the address of an admin user who may not log in.
     */
    follow: Followers['follow'];
    /** @returns false where the address does not follow. */
    unfollow(threadId: string, address: string): Promise<boolean>;
  };

export interface ThreadsOptions {
  strapi: Core.Strapi;
  database: Database;
  attachments: Attachments;
  parameters: Parameters;
  tokens: Tokens;
  outbound: Pick<Outbound, 'enqueueAll'>;
  hooks: Hooks<ThreadSteps>;
}

/** @see Threads */
export const createThreads = (options: ThreadsOptions): Threads => {
  const followers = createFollowers(options);
  const standings = createStandings({ ...options, listFollowers: followers.list });
  const parents = createParents(options);
  const addresses = createSenderAddresses(options);
  const repository = createThreadRepository({ ...options, followers });
  const unfollowLinks = createUnfollowLinks(options);
  const notifications = createNotifications({
    ...options,
    followers,
    standings,
    addresses,
    unfollowLinks,
  });
  return {
    ...repository,
    ...createPosting({ ...options, repository, followers, addresses, notifications }),
    ...createCuts(options),
    attachments: options.attachments,
    followers,
    inbox: createInbox(options),
    keys: createReplyKeys({ ...options, followers, standings, parents }),
    life: createThreadLife(options),
    notifications,
    unfollowLinks,
    parents,
    addresses,
    follow: followers.follow,
    async unfollow(threadId, address) {
      const follower = await followers.findByAddress(threadId, address);
      return follower?.state === 'active' && followers.setState(follower.documentId, 'unfollowed');
    },
  };
};
