import type { Core, Struct } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { GatewayError } from '../errors';

/** Accounts and tables of Strapi's and our own: a mail from a stranger must not create any of them. */
const NEVER = [
  'admin::',
  'strapi::',
  `plugin::${PLUGIN_ID}.`,
  'plugin::users-permissions.',
  'plugin::upload.',
];

const isHidden = ({ pluginOptions }: Struct.ContentTypeSchema): boolean => {
  // Each plugin types its own options; the Content Manager's say whether people see the type at all.
  const options = pluginOptions?.['content-manager'] as { visible?: boolean } | undefined;
  return options?.visible === false;
};

const isTarget = (contentType: Struct.ContentTypeSchema): boolean =>
  contentType.kind === 'collectionType' &&
  !isHidden(contentType) &&
  !NEVER.some((prefix) => contentType.uid.startsWith(prefix));

const all = (strapi: Core.Strapi): Struct.ContentTypeSchema[] => Object.values(strapi.contentTypes);

export const findContentType = (strapi: Core.Strapi, uid: string): Struct.ContentTypeSchema | undefined =>
  all(strapi).find((contentType) => contentType.uid === uid);

/** The content types that mail can become. */
export const targetContentTypes = (strapi: Core.Strapi): Struct.ContentTypeSchema[] =>
  all(strapi).filter(isTarget);

/**
 * The content type that mail is to become.
 * @throws GatewayError `content_type_unknown` for what is none, or none that mail may become.
 */
export const targetContentType = (strapi: Core.Strapi, uid: string): Struct.ContentTypeSchema => {
  const found = findContentType(strapi, uid);
  if (found && isTarget(found)) return found;
  const choices = targetContentTypes(strapi).map((contentType) => contentType.uid);
  throw new GatewayError(
    'content_type_unknown',
    `"${uid}" is no content type that mail can become. There are: ${choices.join(', ') || 'none yet'}.`,
    422,
    { contentType: uid, values: { contentType: uid } }
  );
};

/** As `targetContentType`, where none may be named. */
export const checkContentType = (strapi: Core.Strapi, uid: string | null): void => {
  if (uid !== null) targetContentType(strapi, uid);
};
