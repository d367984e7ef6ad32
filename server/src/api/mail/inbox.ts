import type { Core } from '@strapi/strapi';
import {
  INBOX_COUNT_LIMIT,
  inboxQuery,
  markRead,
  type Answer,
  type EndlessAnswer,
  type InboxCount,
  type InboxThread,
  type ReadState,
} from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { Follower } from '../../threads';
import { adminUserOf } from '../admin-user';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';
import { readInboxPage } from './inbox-page';
import { readInboxRows } from './inbox-rows';
import { inboxThreads } from './inbox-threads';
import { ownRow } from './thread-answer';
import { readableThread } from './threads';

/** The conversations that the user follows, as far as they may read them. */
export const createInboxController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** @throws GatewayError `not_following` */
  const followerOf = async (context: HttpContext): Promise<Follower> => {
    const thread = await readableThread({ strapi }, context, context.params.threadId ?? '');
    const followers = await gatewayOf(strapi).threads.followers.list(thread.documentId);
    const own = ownRow(followers, adminUserOf(context));
    if (own?.state === 'active') return own;
    throw new GatewayError('not_following', 'You do not follow this conversation.', 409);
  };

  return {
    list: respondWith(async (context): Promise<EndlessAnswer<InboxThread>> => {
      const wanted = parse(inboxQuery, context.query, 400);
      const { documentId = '' } = adminUserOf(context);
      const ability = context.state.userAbility;
      const { rows, next } = await readInboxPage({ strapi }, ability, documentId, wanted);
      return { data: await inboxThreads({ strapi }, rows), meta: { next } };
    }),

    count: respondWith(async (context): Promise<Answer<InboxCount>> => {
      const { documentId = '' } = adminUserOf(context);
      const wanted = { isUnread: true, behind: null, limit: INBOX_COUNT_LIMIT };
      const rows = await readInboxRows({ strapi }, context.state.userAbility, documentId, wanted);
      return { data: { unread: rows.readable.length } };
    }),

    read: respondWith(async (context): Promise<Answer<ReadState>> => {
      const { message } = parse(markRead, context.request.body);
      const follower = await followerOf(context);
      const unread = await gatewayOf(strapi).threads.inbox.markRead(follower, message);
      if (unread !== null) return { data: { unread } };
      throw new GatewayError('not_found', `There is no message "${message}" in this conversation.`, 404);
    }),

    unread: respondWith(async (context): Promise<Answer<ReadState>> => {
      const follower = await followerOf(context);
      return { data: { unread: await gatewayOf(strapi).threads.inbox.markUnread(follower) } };
    }),
  };
};
