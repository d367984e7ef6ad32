/**
 * The process of a site under measurement: boots the playground, listens, and runs the jobs that the benchmark sends.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
const appDir = path.resolve(import.meta.dirname, '../../playground');
const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
strapi.log.level = 'warn';
await strapi.load();
await new Promise((resolve) => {
  strapi.server.listen(0, '127.0.0.1', resolve);
});

process.on('message', async ({ id, job, input }) => {
  try {
    const { default: run } = await import(`./jobs/${job}.mjs`);
    process.send({ id, result: await run({ strapi, input }) });
  } catch (error) {
    process.send({ id, error: `${job}: ${error.stack}` });
  }
});
process.on('SIGTERM', async () => {
  await strapi.destroy();
  process.exit(0);
});
// Whoever measures is gone.
process.once('disconnect', () => process.exit(1));
process.send({ url: `http://127.0.0.1:${strapi.server.httpServer.address().port}` });
