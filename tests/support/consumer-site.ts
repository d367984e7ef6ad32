import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshSecrets } from '../../scripts/lib/environment.mjs';
import { npm } from '../../scripts/lib/install.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { startSite, strapiCli } from '../../scripts/lib/site.mjs';
import { freePorts } from './ports';

const execute = promisify(execFile);

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What the site itself depends on, in the versions that this project is tested with. */
const OWN = [
  '@strapi/strapi',
  'better-sqlite3',
  'react',
  'react-dom',
  'react-router-dom',
  'styled-components',
];
const FOR_DEVELOPMENT = ['@types/node', 'typescript'];

type Versions = Record<string, string>;

interface Manifest {
  name: string;
  devDependencies: Versions;
}

/** A new Strapi site outside of this repository, which has installed the packed plugin as any site would. */
export interface ConsumerSite {
  /** The folder in which the plugin's code finds a package; null where it does not. */
  find(name: string): string | null;
  /** TypeScript's complaints about the site and the plugin, types of packages included. */
  compile(): Promise<string[]>;
  /** `strapi build`: the site's code and its admin panel. */
  build(): Promise<void>;
  /** `strapi start`, until it answers. */
  start(): Promise<{ url: string; stop(): Promise<void> }>;
  remove(): Promise<void>;
}

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8'));

/** The tarball as `npm publish` would send it. @returns its file name. */
const pack = async (directory: string): Promise<string> => {
  await npm(['pack', '--ignore-scripts', '--pack-destination', directory], { cwd: ROOT, quiet: true });
  const [tarball] = (await readdir(directory)).filter((file) => file.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no tarball.');
  return tarball;
};

/**
 * Installs the site's packages from the registry. The project's lockfile, with the site as its root, pins the versions:
 * npm drops from it what neither the site nor the plugin asks for. Nothing is compiled; SQLite comes from here.
 */
const install = async (directory: string, tarball: string): Promise<void> => {
  const { name, devDependencies } = await readJson<Manifest>(path.join(ROOT, 'package.json'));
  const pick = (names: readonly string[]): Versions =>
    Object.fromEntries(names.map((one) => [one, devDependencies[one] ?? '*']));
  const manifest = {
    name: 'consumer-site',
    version: '1.0.0',
    private: true,
    dependencies: { ...pick(OWN), [name]: `file:${tarball}` },
    devDependencies: pick(FOR_DEVELOPMENT),
  };
  const lock = await readJson<{ packages: Record<string, object> }>(path.join(ROOT, 'package-lock.json'));
  const write = (file: string, content: object): Promise<void> =>
    writeFile(path.join(directory, file), JSON.stringify(content, null, 2));
  await write('package.json', manifest);
  await write('package-lock.json', {
    ...lock,
    ...{ name: manifest.name, version: manifest.version },
    packages: { ...lock.packages, '': manifest },
  });
  await npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: directory,
    quiet: true,
  });
  const compiled = 'node_modules/better-sqlite3/build/Release';
  await cp(path.join(ROOT, compiled), path.join(directory, compiled), { recursive: true });
};

/**
 * Makes the site: the files of `template`, the packed plugin, and everything that both depend on.
 * @param template a folder with `config/`, `src/` and `tsconfig.json`.
 */
export const makeConsumerSite = async (template: string): Promise<ConsumerSite> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-gateway-consumer-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    await cp(template, directory, { recursive: true });
    await mkdir(path.join(directory, 'public/uploads'), { recursive: true });
    await install(directory, await pack(directory));
  } catch (error) {
    await remove();
    throw error;
  }
  const fromSite = createRequire(path.join(directory, 'package.json'));
  const fromPlugin = createRequire(fromSite.resolve('strapi-plugin-mail-gateway/package.json'));
  const secrets = freshSecrets();

  return {
    remove,

    find(name) {
      const places = fromPlugin.resolve.paths(name) ?? [];
      return places.map((place) => path.join(place, name)).find((place) => existsSync(place)) ?? null;
    },

    async compile() {
      const tsc = fromSite.resolve('typescript/bin/tsc');
      const args = [tsc, '-p', directory, '--noEmit', '--skipLibCheck', 'false'];
      const { stdout } = await execute(process.execPath, args, { cwd: directory }).catch(
        (error: { stdout: string }) => error
      );
      return stdout.split('\n').filter((line) => line.includes('error TS'));
    },

    async build() {
      await run('node', [strapiCli(directory), 'build'], {
        cwd: directory,
        quiet: true,
        env: { ...secrets, NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' },
      });
    },

    async start() {
      const [port = 0] = await freePorts(1);
      const logFile = path.join(directory, 'strapi.log');
      return startSite({ port, logFile, folder: directory, env: secrets });
    },
  };
};
