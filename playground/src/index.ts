import type { Core } from '@strapi/strapi';
import { raisePriorityOfUrgentMail } from './hooks/urgent';

export default {
  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (strapi.plugin('mail-gateway')) raisePriorityOfUrgentMail(strapi);
  },
};
