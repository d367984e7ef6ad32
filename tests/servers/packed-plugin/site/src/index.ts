import type { Core } from '@strapi/strapi';
import type { Services } from 'strapi-plugin-mail-gateway/strapi-server';
import { markTheSubject } from './mark-the-subject';

/** A site that knows the plugin by its package alone: its hooks go in before the plugin works. */
export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.plugin('mail-gateway').service<Services['hooks']>('hooks').use('inbound.deliver', markTheSubject);
  },

  bootstrap() {},
};
