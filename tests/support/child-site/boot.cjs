'use strict';

/** Boots the playground in a process of its own on a free port, and tells the parent where it listens. */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const app = path.resolve(__dirname, '../../../playground');

const boot = async () => {
  const strapi = createStrapi({ appDir: app, distDir: path.join(app, 'dist'), serveAdminPanel: false });
  strapi.log.level = process.env.TEST_LOG_LEVEL ?? 'error';
  await strapi.load();
  strapi.server.listen(0, '127.0.0.1', () => {
    process.send({ url: `http://127.0.0.1:${strapi.server.httpServer.address().port}` });
  });
  process.on('message', (message) => {
    if (message?.stop) strapi.destroy().then(() => process.exit(0));
  });
};

boot().catch((error) => {
  console.error(error);
  process.exit(1);
});
