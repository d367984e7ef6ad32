import type { Core } from '@strapi/strapi';
import { gatewayOf } from '../../gateway';
import type { Follower } from '../../threads';
import { LANGUAGES, languageOf } from '../../texts';
import type { HttpContext } from '../respond';
import { PAGE_HEADERS, unfollowPage, type PageKind } from './unfollow-page';

/** What the page needs beside what every controller gets. */
export interface PageContext extends HttpContext {
  set(headers: Record<string, string>): void;
  acceptsLanguages(...languages: string[]): string | false;
}

/**
 * `/api/mail-gateway/unfollow/:token`, the link in a mail: GET asks, POST does it, also as the one click of RFC 8058. A
 * GET changes nothing, because scanners of mail open every link.
 */
export const createUnfollowController = ({ strapi }: { strapi: Core.Strapi }) => {
  const followerOf = async ({ params }: PageContext): Promise<Follower | null> => {
    const { followers, unfollowLinks } = gatewayOf(strapi).threads;
    const documentId = await unfollowLinks.read(params.token ?? '');
    return documentId === null ? null : followers.find(documentId);
  };

  const show = async (context: PageContext, kind: PageKind, follower: Follower | null): Promise<void> => {
    const thread = follower && (await gatewayOf(strapi).threads.find(follower.threadId));
    const language = languageOf([context.acceptsLanguages(...LANGUAGES) || null]);
    context.status = thread ? 200 : 404;
    context.set(PAGE_HEADERS);
    context.body = unfollowPage(thread ? kind : 'unknown', language, thread?.subject ?? '');
  };

  return {
    async ask(context: PageContext): Promise<void> {
      const follower = await followerOf(context);
      await show(context, follower?.state === 'active' ? 'ask' : 'done', follower);
    },

    /** A second press changes nothing more; whoever is blocked stays blocked. */
    async confirm(context: PageContext): Promise<void> {
      const follower = await followerOf(context);
      if (follower?.state === 'active') {
        await gatewayOf(strapi).threads.followers.setState(follower.documentId, 'unfollowed');
      }
      await show(context, 'done', follower);
    },
  };
};
