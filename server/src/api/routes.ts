import { adminRoute } from './admin-route';

/** Routes of the configuration. What is more special stands before `:documentId`. */
export const configurationRoutes = [
  adminRoute('GET', '/outgoing-servers', 'outgoing-servers.list', 'servers.read'),
  adminRoute('POST', '/outgoing-servers', 'outgoing-servers.create', 'servers.update'),
  adminRoute('POST', '/outgoing-servers/test', 'outgoing-servers.testUnsaved', 'servers.update'),
  adminRoute('GET', '/outgoing-servers/:documentId', 'outgoing-servers.get', 'servers.read'),
  adminRoute('PUT', '/outgoing-servers/:documentId', 'outgoing-servers.update', 'servers.update'),
  adminRoute('DELETE', '/outgoing-servers/:documentId', 'outgoing-servers.remove', 'servers.update'),
  adminRoute('POST', '/outgoing-servers/:documentId/test', 'outgoing-servers.test', 'servers.update'),

  adminRoute('GET', '/incoming-servers', 'incoming-servers.list', 'servers.read'),
  adminRoute('POST', '/incoming-servers', 'incoming-servers.create', 'servers.update'),
  adminRoute('GET', '/incoming-servers/:documentId', 'incoming-servers.get', 'servers.read'),
  adminRoute('PUT', '/incoming-servers/:documentId', 'incoming-servers.update', 'servers.update'),
  adminRoute('DELETE', '/incoming-servers/:documentId', 'incoming-servers.remove', 'servers.update'),
  adminRoute('POST', '/incoming-servers/:documentId/confirm', 'incoming-servers.confirm', 'servers.update'),
  adminRoute('POST', '/incoming-servers/:documentId/fetch', 'incoming-servers.fetch', 'servers.update'),
  adminRoute('GET', '/incoming-servers/:documentId/fetch', 'incoming-servers.progress', 'servers.read'),

  adminRoute('GET', '/listeners', 'listeners.list', 'servers.read'),

  adminRoute('GET', '/aliases', 'aliases.list', 'aliases.read'),
  adminRoute('POST', '/aliases', 'aliases.create', 'aliases.update'),
  adminRoute('GET', '/aliases/content-types', 'alias-help.contentTypes', 'aliases.read'),
  adminRoute('GET', '/aliases/proposal', 'alias-help.propose', 'aliases.read'),
  adminRoute('GET', '/aliases/destination', 'alias-help.destination', 'aliases.read'),
  adminRoute('POST', '/aliases/preview', 'alias-help.preview', 'aliases.read'),
  adminRoute('POST', '/aliases/preview/:inboundId', 'alias-help.preview', 'aliases.read', 'inbound.read'),
  adminRoute('GET', '/aliases/suggestion/:inboundId', 'alias-help.suggest', 'aliases.read', 'inbound.read'),
  adminRoute('GET', '/aliases/:documentId', 'aliases.get', 'aliases.read'),
  adminRoute('PUT', '/aliases/:documentId', 'aliases.update', 'aliases.update'),
  adminRoute('DELETE', '/aliases/:documentId', 'aliases.remove', 'aliases.update'),

  adminRoute('GET', '/system-parameters', 'system-parameters.list', 'parameters.read'),
  adminRoute('PUT', '/system-parameters', 'system-parameters.setAll', 'parameters.update'),
  adminRoute('GET', '/system-parameters/delimiter-tests', 'delimiter-tests.list', 'parameters.read'),
  adminRoute('POST', '/system-parameters/delimiter-tests', 'delimiter-tests.start', 'parameters.update'),
  adminRoute(
    'GET',
    '/system-parameters/delimiter-tests/:documentId',
    'delimiter-tests.get',
    'parameters.read'
  ),
  adminRoute('PUT', '/system-parameters/:key', 'system-parameters.set', 'parameters.update'),
  adminRoute('DELETE', '/system-parameters/:key', 'system-parameters.unset', 'parameters.update'),

  adminRoute('GET', '/scheduled-actions', 'scheduled-actions.list', 'scheduled-actions.read'),
  adminRoute('PUT', '/scheduled-actions/:name', 'scheduled-actions.update', 'scheduled-actions.update'),
  adminRoute('POST', '/scheduled-actions/:name/run', 'scheduled-actions.run', 'scheduled-actions.update'),

  adminRoute('GET', '/health', 'health.get', 'site.read'),
  adminRoute('GET', '/site', 'site.get', 'site.read'),
  adminRoute('POST', '/site/take-over', 'site.takeOver', 'site.take-over'),
];
