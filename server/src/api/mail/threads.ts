import type { Core } from '@strapi/strapi';
import { postThreadMessage, type Answer, type PostedMessage } from '../../../../contracts';
import { gatewayOf } from '../../gateway';
import type { Author } from '../../threads';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';

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

/** Answers and notes in the conversation of an entry. */
export const createThreadsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  post: respondWith(async (context): Promise<Answer<PostedMessage>> => {
    const post = parse(postThreadMessage, context.request.body);
    const { threads } = gatewayOf(strapi);
    return {
      data: await threads.post(context.params.documentId ?? '', { ...post, author: authorOf(context) }),
    };
  }),
});
