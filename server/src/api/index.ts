export { adminRoute, type AdminRoute } from './admin-route';
export { revalidateAliases } from './alias-check';
export { createConfigurationControllers } from './controllers';
export type { ApiGateway, GatewayOf } from './needs';
export { parse } from './parse';
export { actionId, registerPermissions, type Action } from './permissions';
export { present } from './present';
export { respondWith, respondWithError, type Handler, type HttpContext } from './respond';
export { configurationRoutes } from './routes';
export {
  createAttachmentsController,
  createFollowersController,
  createInboundEmailsController,
  createInboundOriginalsController,
  createInboxController,
  createOutboundEmailsController,
  createRawDoorController,
  createSuggestionsController,
  createSummariesController,
  createTestMailsController,
  createThreadsController,
  createUnfollowController,
} from './mail';
