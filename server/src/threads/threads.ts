import { createAttachments, type Attachments } from './attachments';
import { createParents, type Parents } from './parents';
import { createPosting, type Posting } from './post';
import { createThreadRepository, type ThreadRepository } from './repository';

/** The discussions of entries. */
export type Threads = ThreadRepository & Posting & { attachments: Attachments; parents: Parents };

type Options = Parameters<typeof createPosting>[0] & Parameters<typeof createAttachments>[0];

/** @see Threads */
export const createThreads = (options: Omit<Options, 'repository'>): Threads => {
  const attachments = createAttachments(options);
  const repository = createThreadRepository({ ...options, attachments });
  return { ...repository, ...createPosting({ ...options, repository }), attachments, parents: createParents(options) };
};
