import type { Core } from '@strapi/strapi';
import { createBodyGuard, createTryLater } from './inbound';
import { rawModels } from './storage';

/** Before the database exists: declares tables, and stands in front of Strapi's body parser. */
export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  // Strapi's container hands out everything as `any`.
  const models: { add(model: object): unknown } = strapi.get('models');
  for (const model of rawModels(strapi.config.get<string>('database.connection.client'))) models.add(model);
  strapi.server.use(createTryLater({ strapi }));
  strapi.server.use(createBodyGuard({ strapi }));
};
