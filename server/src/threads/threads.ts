import type { Attachments } from './attachments';
import { createFollowers, type Followers } from './followers';
import { createParents, type Parents } from './parents';
import { createPosting, type Posting } from './post';
import { createThreadRepository, type ThreadRepository } from './repository';

/** The discussions of entries. */
export type Threads = ThreadRepository &
  Posting & { attachments: Attachments; followers: Followers; parents: Parents };

type Options = Omit<Parameters<typeof createPosting>[0], 'repository' | 'followers'> & {
  attachments: Attachments;
};

/** @see Threads */
export const createThreads = (options: Options): Threads => {
  const followers = createFollowers(options);
  const repository = createThreadRepository({ ...options, followers });
  return {
    ...repository,
    ...createPosting({ ...options, repository, followers }),
    attachments: options.attachments,
    followers,
    parents: createParents(options),
  };
};
