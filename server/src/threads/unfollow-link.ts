import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { PURPOSE, TOKEN_LENGTH, type Tokens } from '../tokens';

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

/** The token of a link, also where a mail scanner wrapped the address in one of its own. */
const LINK = new RegExp(`(${PLUGIN_ID}(?:/|%2F)unfollow(?:/|%2F))[a-z2-7]{${TOKEN_LENGTH}}`, 'gi');

/**
 * A text without what makes an unfollow link work. Who answers quotes the link of the mail that they got, and whoever reads
 * the answer would end the following of somebody else by it.
 */
export const withoutUnfollowLinks = (text: string): string => text.replace(LINK, '$1-');

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
