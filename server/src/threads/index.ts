export { createAttachments, type Attachment, type Attachments } from './attachments';
export { reachedWhomItNames } from './earlier';
export type { Followers } from './followers';
export type { Inbox, InboxPosition, InboxRow } from './inbox';
export { newcomerOf, type Newcomer } from './newcomer';
export type { KnownParent, LedTo, Parents } from './parents';
export type {
  Announcement,
  ComposedMail,
  Doubt,
  Notifications,
  OutboundComposeContext,
  ThreadSteps,
} from './notifications';
export type { Post, Posted } from './post';
export type { KnownKey, ReplyKeys } from './reply-keys';
export type { Voided } from './standings';
export { createThreads, type Threads } from './threads';
export type { Author, EntryRef, Follower, FollowerState, NewAttachment, NewMessage, Thread } from './types';
export { withoutUnfollowLinks, type UnfollowLinks } from './unfollow-link';
