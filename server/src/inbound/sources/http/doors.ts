import type { Core } from '@strapi/strapi';

/** Path of the doors below the prefix of Strapi's content API. */
const DOORS = '/mail-gateway/inbound/';

/** Path of the link by which followers leave: any body will do there, and none is read. */
const UNFOLLOW = '/mail-gateway/unfollow/';

type Told = (request: { method: string; path: string }) => boolean;

const postsTo = (strapi: Core.Strapi, ...paths: string[]): Told => {
  // The router does not tell upper from lower case, so this must not either.
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const places = paths.map((path) => `${prefix}${path}`.toLowerCase());
  return ({ method, path }) =>
    method === 'POST' && places.some((place) => path.toLowerCase().startsWith(place));
};

/** Tells which requests hand a mail over. */
export const doorsOf = (strapi: Core.Strapi): Told => postsTo(strapi, DOORS);

/** Tells whose body is not Strapi's to read. */
export const unparsedOf = (strapi: Core.Strapi): Told => postsTo(strapi, DOORS, UNFOLLOW);
