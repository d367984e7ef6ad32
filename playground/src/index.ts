import type { Core } from '@strapi/strapi';
import { crashWhereAsked } from './crash';
import { raisePriorityOfUrgentMail } from './hooks/urgent';

export default {
  register() {
    crashWhereAsked();
  },

  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (strapi.plugin('mail-gateway')) raisePriorityOfUrgentMail(strapi);
  },
};
