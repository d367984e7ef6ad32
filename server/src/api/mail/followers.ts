import type { Core } from '@strapi/strapi';
import {
  addFollower,
  CANDIDATE_LIMIT,
  candidatesQuery,
  updateFollower,
  type AddFollower,
  type Answer,
  type Candidate,
  type Follower as FollowerAnswer,
  type UpdateFollower,
} from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { Follower, Newcomer, Thread } from '../../threads';
import { adminName } from '../../rights';
import { adminUserOf } from '../admin-user';
import { abilityOf } from '../mail-rights';
import { fieldSentence } from '../field-problem';
import { parse } from '../parse';
import { actionId } from '../permissions';
import { respondWith, type HttpContext } from '../respond';
import { colleague, correspondent } from './newcomers';
import { followerAnswer, isMadeFor, ownRow } from './thread-answer';
import { readableThread } from './threads';

interface AdminRow {
  documentId: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  email: string;
}

const candidateOf = (row: AdminRow): Candidate => ({
  documentId: row.documentId,
  name: adminName(row),
  address: row.email,
});

const demandOthers = (context: HttpContext): void => {
  if (abilityOf(context).can(actionId('threads.followers'))) return;
  throw new GatewayError('forbidden', 'Your role does not let you change who follows conversations.', 403);
};

const blocked = (name: string): GatewayError =>
  new GatewayError(
    'follower_blocked',
    `${name} is blocked in this conversation. Lift the block first.`,
    409,
    {
      values: { name },
    }
  );

/** Who is kept informed of a conversation. Oneself by the right to read it, others by a permission of its own. */
export const createFollowersController = ({ strapi }: { strapi: Core.Strapi }) => {
  const threadOf = (context: HttpContext): Promise<Thread> =>
    readableThread({ strapi }, context, context.params.documentId ?? '');

  const follow = async (threadId: string, newcomer: Newcomer): Promise<Follower> => {
    const follower = await gatewayOf(strapi).threads.followers.follow(threadId, newcomer);
    if (!follower) throw blocked(newcomer.name || newcomer.address);
    return follower;
  };

  /** The row of a follower as it is now. @throws GatewayError `not_found` where it belongs to another thread. */
  const followerOf = async (threadId: string, documentId: string): Promise<Follower> => {
    const follower = await gatewayOf(strapi).threads.followers.find(documentId);
    if (follower?.threadId === threadId) return follower;
    throw new GatewayError('not_found', `There is no follower "${documentId}" in this conversation.`, 404);
  };

  const followAsUser = async (
    context: HttpContext,
    { documentId: threadId }: Thread,
    channel: Newcomer['channel']
  ): Promise<Follower> => {
    const { followers } = gatewayOf(strapi).threads;
    const user = adminUserOf(context);
    const rows = await followers.list(threadId);
    const own = ownRow(rows, user);
    if (own?.state === 'blocked') throw blocked(user.name || own.address);
    if (!user.email || !user.documentId) {
      throw new GatewayError('no_address', 'Your account has no e-mail address to follow with.');
    }
    if (!rows.some((row) => isMadeFor(row, user))) {
      // Somebody may follow by this address, who is not the user only because the account says so.
      const held = await followers.findByAddress(threadId, user.email);
      if (held?.state === 'active') demandOthers(context);
    }
    const isFollowing = own?.state === 'active' && own.adminUser !== null;
    const follower = isFollowing
      ? own
      : await follow(threadId, {
          ...{ address: user.email, name: user.name, adminUser: user.documentId },
          channel: channel ?? 'inbox',
        });
    if (channel) await followers.setChannel(follower.documentId, channel);
    return followerOf(threadId, follower.documentId);
  };

  const add = async (context: HttpContext, thread: Thread, wanted: AddFollower): Promise<Follower> => {
    if ('me' in wanted) return followAsUser(context, thread, wanted.channel);
    demandOthers(context);
    const newcomer =
      'adminUser' in wanted
        ? await colleague({ strapi }, thread, wanted.adminUser)
        : await correspondent({ strapi }, thread, wanted);
    return follow(thread.documentId, newcomer);
  };

  /** Oneself may choose the channel and leave. A block is set and lifted by those who may change others. */
  const demandChange = (context: HttpContext, follower: Follower, { state }: UpdateFollower): void => {
    const isAboutBlock = state === 'blocked' || (state !== undefined && follower.state === 'blocked');
    if (isAboutBlock || !isMadeFor(follower, adminUserOf(context))) demandOthers(context);
  };

  const update = async (follower: Follower, { channel, state }: UpdateFollower): Promise<void> => {
    const { followers } = gatewayOf(strapi).threads;
    if (channel === 'inbox' && follower.adminUser === null) {
      const message = 'Only colleagues have an Inbox: an address is told by mail.';
      throw new GatewayError('no_inbox', message, 422, {
        issues: [{ path: 'channel', ...fieldSentence('no_inbox', {}, message) }],
      });
    }
    if (channel) await followers.setChannel(follower.documentId, channel);
    if (state) await followers.setState(follower.documentId, state);
  };

  return {
    create: respondWith(
      async (context): Promise<Answer<FollowerAnswer>> => {
        const thread = await threadOf(context);
        const wanted = parse(addFollower, context.request.body);
        return { data: followerAnswer(await add(context, thread, wanted)) };
      },
      { status: 201 }
    ),

    update: respondWith(async (context): Promise<Answer<FollowerAnswer>> => {
      const { documentId } = await threadOf(context);
      const change = parse(updateFollower, context.request.body);
      const follower = await followerOf(documentId, context.params.followerId ?? '');
      demandChange(context, follower, change);
      await update(follower, change);
      return { data: followerAnswer(await followerOf(documentId, follower.documentId)) };
    }),

    candidates: respondWith(async ({ query }): Promise<Answer<Candidate[]>> => {
      const { q } = parse(candidatesQuery, query, 400);
      const fields = ['firstname', 'lastname', 'username', 'email'] as const;
      const words = q.split(/\s+/).filter(Boolean);
      const rows: AdminRow[] = await strapi.db.query('admin::user').findMany({
        select: ['documentId', ...fields],
        where: {
          $and: [
            { isActive: true, $or: [{ blocked: false }, { blocked: { $null: true } }] },
            ...words.map((word) => ({ $or: fields.map((field) => ({ [field]: { $containsi: word } })) })),
          ],
        },
        orderBy: [{ firstname: 'asc' }, { lastname: 'asc' }, { id: 'asc' }],
        limit: CANDIDATE_LIMIT,
      });
      return { data: rows.map(candidateOf) };
    }),
  };
};
