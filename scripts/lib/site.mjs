import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive } from './lock.mjs';
import { playground } from './paths.mjs';
import { tail } from './run.mjs';

const BOOT_LIMIT = 180_000;
const STOP_LIMIT = 10_000;

/** The command line of the Strapi that a site has installed. */
export function strapiCli(folder) {
  const manifest = createRequire(path.join(folder, 'package.json')).resolve('@strapi/strapi/package.json');
  return path.join(path.dirname(manifest), 'bin/strapi.js');
}

/**
 * Starts a site (`strapi start`), the playground unless another folder is named, in a process of its own and waits until
 * it answers.
 *
 * @param {{ port: number, logFile: string, env?: Record<string, string>, folder?: string }} options `env` comes on top of
 *   this process's environment and wins over the site's `.env`
 * @returns {Promise<Site>}
 *
 * @typedef {object} Site
 * @property {string} url
 * @property {(lines?: number) => string} logTail the end of what Strapi wrote
 * @property {() => Promise<void>} stop ends the process, at the latest after ten seconds
 * @property {Promise<never>} failed rejects when the process ends by itself
 */
export async function startSite({ port, logFile, env = {}, folder = playground }) {
  const url = `http://127.0.0.1:${port}`;
  const log = fs.openSync(logFile, 'a');
  const child = spawn(process.execPath, [strapiCli(folder), 'start'], {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      PORT: String(port),
      ...env,
    },
  });
  fs.closeSync(log);
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const logTail = (lines) => (fs.existsSync(logFile) ? tail(fs.readFileSync(logFile, 'utf8'), lines) : '');
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`)
    );
  });
  const failed = ended.then((how) => {
    process.removeListener('exit', killAtExit);
    throw new Error(`Strapi ${how}.`);
  });
  failed.catch(() => {
    // Whoever waits for something races it against `failed`; nobody waits between two steps.
  });

  async function stop() {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
    await ended;
    clearTimeout(late);
  }

  const waiting = new AbortController();
  try {
    await Promise.race([answering(url, waiting.signal), failed]);
  } catch (error) {
    waiting.abort();
    await stop();
    throw Object.assign(error, { logTail: logTail() });
  }
  return { url, logTail, stop, failed };
}

async function answering(url, signal) {
  const until = Date.now() + BOOT_LIMIT;
  while (Date.now() < until && !signal.aborted) {
    const answer = await fetch(`${url}/_health`).catch(() => null);
    if (answer?.status === 204) return;
    await sleep(200);
  }
  throw new Error(`Strapi did not answer at ${url}/_health within ${BOOT_LIMIT / 1000} s.`);
}

/** An empty folder below `playground/.tmp` that belongs to this process; those of processes that are gone are removed. */
export function runFolder(name) {
  const parent = path.join(playground, '.tmp');
  fs.mkdirSync(parent, { recursive: true });
  for (const entry of fs.readdirSync(parent)) {
    const owner = new RegExp(`^${name}-(\\d+)$`).exec(entry)?.[1];
    if (owner && !alive(Number(owner))) fs.rmSync(path.join(parent, entry), { recursive: true });
  }
  const folder = path.join(parent, `${name}-${process.pid}`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}
