import type { Core } from '@strapi/strapi';

/** Path of the doors below the prefix of Strapi's content API. */
const DOORS = '/mail-gateway/inbound/';

/** Tells which requests hand a mail over. */
export const doorsOf = (strapi: Core.Strapi): ((request: { method: string; path: string }) => boolean) => {
  // The router does not tell upper from lower case, so this must not either.
  const doors = `${strapi.config.get<string>('api.rest.prefix', '/api')}${DOORS}`.toLowerCase();
  return ({ method, path }) => method === 'POST' && path.toLowerCase().startsWith(doors);
};
