export { createAttachments, type Attachment, type Attachments } from './attachments';
export { reachedWhomItNames } from './earlier';
export type { Followers, Newcomer } from './followers';
export type { Inbox, InboxPosition, InboxRow } from './inbox';
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
export type { KnownKey, ReplyKeys, VoidKey } from './reply-keys';
export { createThreads, type Threads } from './threads';
export type { Author, EntryRef, Follower, FollowerState, NewAttachment, NewMessage, Thread } from './types';
export { withoutUnfollowLinks, type UnfollowLinks } from './unfollow-link';
