import type { Attachments } from './attachments';
import { createParents, type Parents } from './parents';
import { createPosting, type Posting } from './post';
import { createThreadRepository, type ThreadRepository } from './repository';

/** The discussions of entries. */
export type Threads = ThreadRepository & Posting & { attachments: Attachments; parents: Parents };

type Options = Omit<Parameters<typeof createPosting>[0], 'repository'> & { attachments: Attachments };

/** @see Threads */
export const createThreads = (options: Options): Threads => {
  const repository = createThreadRepository(options);
  return {
    ...repository,
    ...createPosting({ ...options, repository }),
    attachments: options.attachments,
    parents: createParents(options),
  };
};
