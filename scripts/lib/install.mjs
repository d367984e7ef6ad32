import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { duration, say } from './log.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';
import { createStamp } from './stamps.mjs';

// A native module is built for one ABI of Node: another Node needs another build.
const installed = createStamp('installed', {
  inputs: ['package-lock.json'],
  outputs: ['node_modules/.package-lock.json'],
  facts: [process.versions.modules, process.platform, process.arch],
});

/**
 * Installs the packages of the lockfile, unless they are all there: `npm ci` with the development packages, whatever
 * NODE_ENV says.
 */
export async function ensureInstalled() {
  if (installed.fresh() && complete()) return;
  await withLock('install', async () => {
    if (installed.fresh() && complete()) return;
    const done = installed.begin();
    if (!complete() || !(await nativeModulesLoad())) {
      const begun = Date.now();
      say('installing packages (npm ci), which takes some minutes');
      await npm(['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error']);
      if (!(await nativeModulesLoad())) await npm(['rebuild', 'better-sqlite3', 'esbuild', '@swc/core']);
      say(`packages installed in ${duration(Date.now() - begun)}`);
    }
    done();
  });
}

/** Runs npm: the one that started this script, else the one beside Node, else the one on the PATH. */
export function npm(args, options = {}) {
  const cli = npmCli();
  return cli ? run('node', [cli, ...args], options) : run('npm', args, options);
}

function npmCli() {
  const calling = process.env.npm_execpath ?? '';
  if (/npm-cli\.[cm]?js$/.test(calling)) return calling;
  const beside = path.resolve(path.dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  return fs.existsSync(beside) ? beside : null;
}

/** Whether every package of the lockfile is in node_modules in the version that it names. */
function complete() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || entry.link) return true;
    // Binaries of other platforms are left out by npm.
    if (entry.optional && !present[place]) return true;
    return present[place]?.version === entry.version && fs.existsSync(fromRoot(place));
  });
}

function packagesOf(file) {
  const text = fs.existsSync(fromRoot(file)) ? fs.readFileSync(fromRoot(file), 'utf8') : null;
  return text === null ? null : JSON.parse(text).packages;
}

async function nativeModulesLoad() {
  const probe =
    "new (require('better-sqlite3'))(':memory:').close(); require('esbuild').version; require('@swc/core')";
  return run('node', ['-e', probe], { quiet: true }).then(
    () => true,
    () => false
  );
}
