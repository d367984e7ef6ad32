export { createAttachments, type Attachment, type Attachments } from './attachments';
export type { Followers, Newcomer } from './followers';
export type { KnownParent, Parents } from './parents';
export type { OutboundComposeContext, Post, Posted, ThreadSteps } from './post';
export { createThreads, type Threads } from './threads';
export type { Author, EntryRef, Follower, FollowerState, NewAttachment, NewMessage, Thread } from './types';
