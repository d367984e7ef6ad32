/**
 * `npm run demo`: a site with mail in one command. Installs and builds what is missing, starts the playground with mail
 * servers beside it, proves that a mail becomes a ticket and a reply joins it, and says what to open. `-- --check` ends
 * after the proof, with exit code 0 or 1.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdminApi } from './demo/admin-api.mjs';
import { configure } from './demo/configure.mjs';
import { step } from './demo/expect.mjs';
import { prove } from './demo/proof.mjs';
import { curlLine, openRawDoor } from './demo/raw-door.mjs';
import { startMailServers } from './demo/servers.mjs';
import { report } from './demo/report.mjs';
import { ensureEnvironmentFile } from './lib/environment.mjs';
import { freePort } from './lib/ports.mjs';
import { runFolder, startSite } from './lib/site.mjs';
import { ensureAdminBuilt, ensurePlaygroundCompiled, say, warn } from './lib/steps.mjs';

const checkOnly = process.argv.includes('--check');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--check');
if (unknown.length > 0) {
  warn(`Unknown argument ${unknown.join(' ')}. There is only --check.`);
  process.exit(2);
}

/** What has to be ended, latest first. */
const running = [];

async function demo() {
  await ensureAdminBuilt();
  await ensurePlaygroundCompiled();
  if (ensureEnvironmentFile()) say('playground/.env written, with fresh secrets');

  const folder = runFolder('demo');
  running.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  const servers = await step('mail servers started', () => startMailServers(folder, !checkOnly));
  running.push(() => servers.close());
  const site = await step('Strapi started', async () => {
    fs.mkdirSync(path.join(folder, 'public/uploads'), { recursive: true });
    return startSite({
      port: await freePort(checkOnly ? 0 : 1337),
      logFile: path.join(folder, 'strapi.log'),
      env: {
        DATABASE_CLIENT: 'sqlite',
        DATABASE_FILENAME: path.join(folder, 'data.db'),
        PUBLIC_DIR: path.join(folder, 'public'),
        MAIL_GATEWAY_SITE: 'demo',
        MAIL_GATEWAY_ALLOWED_PORTS: servers.ports.join(','),
      },
    });
  });
  running.push(() => site.stop());

  try {
    await Promise.race([converse(site, servers), site.failed]);
  } catch (error) {
    // A site that went down shows first as a request that fails.
    const ended = await Promise.race([site.failed.catch((reason) => reason), sleep(500)]);
    throw Object.assign(ended ?? error, { logTail: site.logTail() });
  }
  return site;
}

async function converse(site, servers) {
  const api = createAdminApi(site.url);
  const incomingServer = await configure(api, servers);
  const rawDoor = await step('API token for the raw HTTP door made', () => openRawDoor(api, site.url));
  await prove({ api, servers, incomingServer, rawDoor });
  await step('admin panel answers', () => api.get('/admin/'));
  if (!checkOnly) report({ site, servers, curl: curlLine(rawDoor) });
}

async function end(code) {
  for (const stop of running.splice(0).reverse())
    await Promise.resolve(stop()).catch((error) => warn(error.message));
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    say('ending');
    void end(signal === 'SIGINT' ? 0 : 1);
  });
}

try {
  const site = await demo();
  if (checkOnly) {
    say('the demo works: a mail became a ticket, the answer left, the reply joined it');
    await end(0);
  }
  site.failed.catch((error) => {
    if (running.length === 0) return;
    warn(error.message);
    void end(1);
  });
} catch (error) {
  if (error.logTail) warn(`the end of Strapi’s log:\n${error.logTail}\n`);
  warn(`the demo failed: ${error.message}`);
  await end(1);
}
