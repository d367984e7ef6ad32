import type { Core } from '@strapi/strapi';
import {
  keyPageQuery,
  postThreadMessage,
  type Answer,
  type EndlessAnswer,
  type PostedMessage,
  type ThreadMessage,
} from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { Author } from '../../threads';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';
import { readMessages } from './thread-messages';

/** The admin user behind a session, as Strapi's authentication leaves it. */
interface AdminUser {
  documentId?: string;
  id?: number;
  firstname?: string | null;
  lastname?: string | null;
  email?: string | null;
}

const authorOf = ({ state }: HttpContext): Author => {
  // Strapi types the state of a request as unknown values; the route's policy has seen to it that there is a user.
  const user = state.user as AdminUser;
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return { type: 'admin', id: user.documentId ?? String(user.id ?? ''), name, email: user.email ?? null };
};

/** The conversation of an entry: what was said, and answers and notes to it. */
export const createThreadsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  messages: respondWith(async ({ params, query }): Promise<EndlessAnswer<ThreadMessage>> => {
    const page = parse(keyPageQuery, query, 400);
    const { threads } = gatewayOf(strapi);
    const thread = await threads.find(params.documentId ?? '');
    if (thread) return readMessages({ strapi, threads }, thread.documentId, page);
    throw new GatewayError('not_found', `There is no conversation "${params.documentId}".`, 404);
  }),

  post: respondWith(async (context): Promise<Answer<PostedMessage>> => {
    const post = parse(postThreadMessage, context.request.body);
    const { threads } = gatewayOf(strapi);
    return {
      data: await threads.post(context.params.documentId ?? '', { ...post, author: authorOf(context) }),
    };
  }),
});
