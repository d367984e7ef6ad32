import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createAdminApi } from '../../scripts/demo/admin-api.mjs';
import { freshSecrets } from '../../scripts/lib/environment.mjs';
import { fromRoot } from '../../scripts/lib/paths.mjs';
import { tail } from '../../scripts/lib/run.mjs';
import { runFolder } from '../../scripts/lib/site.mjs';
import { createDatabase } from './database.mjs';
import { running } from './running.mjs';

const ADMINISTRATOR = {
  firstname: 'Ada',
  lastname: 'Admin',
  email: 'ada@site.example',
  password: 'Passw0rd-of-Ada',
};
const STOP_LIMIT = 15_000;

let sites = 0;

/**
 * Boots the playground in a process of its own, for production, on an empty database: what a benchmark measures there
 * shares its thread with nothing else.
 *
 * @param {{ name: string, database: string, env?: Record<string, string>, nodeOptions?: string[] }} options
 * @returns {Promise<BenchSite>}
 *
 * @typedef {object} BenchSite
 * @property {string} url
 * @property {number} pid
 * @property {ReturnType<typeof createAdminApi>} admin the admin API as its first administrator
 * @property {(name: string, input?: object) => Promise<any>} job runs `bench/site/jobs/<name>.mjs` in the site
 * @property {() => Promise<void>} stop ends the process and removes its database and files, before the benchmark's end
 *   does
 */
export async function startBenchSite({ name, database, env = {}, nodeOptions = [] }) {
  sites += 1;
  const folder = runFolder(`bench-${name}-${sites}`);
  fs.mkdirSync(path.join(folder, 'public/uploads'), { recursive: true });
  const own = await createDatabase(database, folder, `${name}_${sites}`);
  const logFile = path.join(folder, 'strapi.log');
  const log = fs.openSync(logFile, 'a');
  const child = fork(fromRoot('bench/site/index.mjs'), {
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: nodeOptions,
    env: {
      ...process.env,
      ...freshSecrets(),
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      PUBLIC_DIR: path.join(folder, 'public'),
      MAIL_GATEWAY_SITE: 'bench',
      ...own.env,
      ...env,
    },
  });
  fs.closeSync(log);
  const killAtExit = () => {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killAtExit);

  const waiting = new Map();
  let lastJob = 0;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const gone = ended.then((code) => {
    const error = new Error(`The site "${name}" ended (${code}).\n${tail(fs.readFileSync(logFile, 'utf8'))}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    throw error;
  });
  gone.catch(() => undefined);

  const ready = new Promise((resolve) => {
    child.on('message', (message) => {
      if (message.url) return resolve(message.url);
      const job = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) job?.reject(new Error(message.error));
      else job?.resolve(message.result);
    });
  });

  const stop = running(async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
    await ended;
    clearTimeout(late);
    await own.remove();
    fs.rmSync(folder, { recursive: true, force: true });
    process.removeListener('exit', killAtExit);
  });

  const url = await Promise.race([ready, gone]);
  const admin = createAdminApi(url);
  await admin.registerAdministrator(ADMINISTRATOR);
  return {
    url,
    pid: child.pid,
    admin,
    stop,
    job: (job, input = {}) =>
      new Promise((resolve, reject) => {
        lastJob += 1;
        waiting.set(lastJob, { resolve, reject });
        child.send({ id: lastJob, job, input });
      }),
  };
}
