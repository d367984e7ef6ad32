import {
  createAttachmentsController,
  createConfigurationControllers,
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
} from './api';
import { bootstrap } from './bootstrap';
import { config } from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { gatewayOf } from './gateway';
import { register } from './register';
import { routes } from './routes';
import { services } from './services';

export type { Middleware } from './hooks';
export type { Services } from './services';
export type { Steps } from './steps';

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  routes,
  services,
  controllers: {
    ...createConfigurationControllers(gatewayOf),
    'inbound-emails': createInboundEmailsController,
    'inbound-originals': createInboundOriginalsController,
    'outbound-emails': createOutboundEmailsController,
    attachments: createAttachmentsController,
    followers: createFollowersController,
    inbound: createRawDoorController,
    inbox: createInboxController,
    summaries: createSummariesController,
    'test-mails': createTestMailsController,
    suggestions: createSuggestionsController,
    threads: createThreadsController,
    unfollow: createUnfollowController,
  },
};
