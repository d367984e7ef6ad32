import type { Core } from '@strapi/strapi';
import { crashOrFreezeWhereAsked } from './crash';
import { raisePriorityOfUrgentMail } from './hooks/urgent';

export default {
  register() {
    crashOrFreezeWhereAsked();
  },

  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (strapi.plugin('mail-gateway')) raisePriorityOfUrgentMail(strapi);
  },
};
