import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { PURPOSE, type Tokens } from '../tokens';

/** The link by which a follower ends following without a log-in. */
export interface UnfollowLinks {
  /**
   * @param followerId documentId of the follower's row.
   * @returns null where `server.url` is no whole address: then nobody knows how the site is reached from outside.
   */
  urlFor(followerId: string): Promise<string | null>;
  /** The follower that a token was made for; null when it is not ours. */
  read(token: string): Promise<string | null>;
}

const isAbsolute = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

/** @see UnfollowLinks */
export const createUnfollowLinks = ({
  strapi,
  tokens,
}: {
  strapi: Core.Strapi;
  tokens: Pick<Tokens, 'sign' | 'verify'>;
}): UnfollowLinks => ({
  async urlFor(followerId) {
    const site = strapi.config.get<string>('server.url', '');
    if (!isAbsolute(site)) return null;
    const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
    const token = await tokens.sign(PURPOSE.unfollow, followerId);
    return `${site.replace(/\/+$/, '')}${prefix}/${PLUGIN_ID}/unfollow/${token}`;
  },

  read: (token) => tokens.verify(PURPOSE.unfollow, token),
});
