import { adminRoute, configurationRoutes } from './api';

/** Permission of the content API that lets a token hand mail over and ask after it. */
const HAND_OVER = 'plugin::mail-gateway.inbound.raw';

const mailRoutes = [
  adminRoute('GET', '/inbound-emails', 'inbound-emails.list', 'inbound.read'),
  adminRoute('GET', '/inbound-emails/summary', 'summaries.inbound', 'inbound.read', 'journal.read-all'),
  adminRoute('GET', '/inbound-emails/:documentId', 'inbound-emails.detail', 'inbound.read'),
  adminRoute('GET', '/inbound-emails/:documentId/content', 'inbound-originals.content', 'inbound.read'),
  adminRoute('GET', '/inbound-emails/:documentId/raw', 'inbound-originals.raw', 'inbound.read'),
  adminRoute('GET', '/inbound-emails/:documentId/like', 'inbound-emails.like', 'inbound.read'),
  adminRoute('POST', '/inbound-emails/:documentId/replay', 'inbound-emails.replay', 'inbound.replay'),
  adminRoute('GET', '/outbound-emails', 'outbound-emails.list', 'outbound.read'),
  adminRoute('GET', '/outbound-emails/summary', 'summaries.outbound', 'outbound.read', 'journal.read-all'),
  adminRoute('GET', '/outbound-emails/:documentId', 'outbound-emails.detail', 'outbound.read'),
  adminRoute('POST', '/test-mails', 'test-mails.create', 'aliases.update'),
  adminRoute('GET', '/attachments/:documentId', 'attachments.download', 'threads.read'),
  adminRoute('GET', '/inbox', 'inbox.list', 'threads.read'),
  adminRoute('GET', '/inbox/count', 'inbox.count', 'threads.read'),
  adminRoute('PUT', '/inbox/:threadId/read', 'inbox.read', 'threads.read'),
  adminRoute('PUT', '/inbox/:threadId/unread', 'inbox.unread', 'threads.read'),
  adminRoute('GET', '/threads', 'threads.ofEntry', 'threads.read'),
  adminRoute('GET', '/threads/followers/candidates', 'followers.candidates', 'threads.followers'),
  adminRoute('GET', '/threads/:documentId', 'threads.get', 'threads.read'),
  adminRoute('GET', '/threads/:documentId/messages', 'threads.messages', 'threads.read'),
  adminRoute('POST', '/threads/:documentId/messages', 'threads.post', 'threads.post'),
  adminRoute('POST', '/threads/:documentId/followers', 'followers.create', 'threads.read'),
  adminRoute('PUT', '/threads/:documentId/followers/:followerId', 'followers.update', 'threads.read'),
  adminRoute('PUT', '/threads/:documentId/messages/:messageId/cut', 'threads.cut', 'threads.post'),
  adminRoute('GET', '/threads/:documentId/suggestions', 'suggestions.list', 'threads.read'),
  adminRoute('GET', '/suggestions/:documentId/content', 'suggestions.content', 'threads.read'),
  adminRoute('POST', '/suggestions/:documentId/accept', 'suggestions.accept', 'threads.post'),
  adminRoute('POST', '/suggestions/:documentId/refuse', 'suggestions.refuse', 'threads.post'),
];

/** All routes of the plugin: below `/mail-gateway` for admin users, below `/api/mail-gateway` for tokens. */
export const routes = {
  admin: () => ({ type: 'admin', routes: [...configurationRoutes, ...mailRoutes] }),
  'content-api': () => ({
    type: 'content-api',
    routes: [
      { method: 'POST', path: '/inbound/raw', handler: 'inbound.raw' },
      {
        method: 'GET',
        path: '/inbound/:documentId',
        handler: 'inbound.status',
        config: { auth: { scope: [HAND_OVER] } },
      },
      // Whoever has the link of a mail: what it says is signed.
      { method: 'GET', path: '/unfollow/:token', handler: 'unfollow.ask', config: { auth: false } },
      { method: 'POST', path: '/unfollow/:token', handler: 'unfollow.confirm', config: { auth: false } },
    ],
  }),
};
