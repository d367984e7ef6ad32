import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromRoot, hasBuild, runtimePackages } from './root';

const run = promisify(execFile);

const packageOf = (source: string): string =>
  source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');

/** What a built file imports or requires, its own files left out. */
const importsOf = (code: string): string[] => {
  const imported = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  // The vendored bundle calls a `require` under another name.
  const required = [...code.matchAll(/\b\w*require\$?\d*\("([^"]+)"\)/g)].map(([, source]) => source ?? '');
  return [...new Set([...imported, ...required])].filter((source) => !source.startsWith('.'));
};

const filesBelow = async (folder: string, name: RegExp): Promise<string[]> =>
  (await readdir(fromRoot(folder), { recursive: true }))
    .filter((file) => name.test(file))
    .map((file) => path.join(folder, file));

/** What the types may name: those of Koa and knex come with Strapi, whose own types name them too. */
const typePackages = [...runtimePackages, 'koa', 'knex'];

describe.skipIf(!hasBuild)('the built plugin', () => {
  it('imports nothing but Node, dependencies and peers', async () => {
    const files = [
      ...(await filesBelow('dist/server', /\.m?js$/)),
      ...(await filesBelow('dist/admin', /\.m?js$/)),
    ];
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      const foreign = importsOf(await readFile(fromRoot(file), 'utf8')).filter(
        (source) => !isBuiltin(source) && !runtimePackages.includes(packageOf(source))
      );
      expect(foreign, file).toEqual([]);
    }
  });

  it('has types that refer only to what is installed with it', async () => {
    const reached = new Set(['dist/server/src/index.d.ts', 'dist/admin/src/index.d.ts']);
    for (const file of reached) {
      const code = await readFile(fromRoot(file), 'utf8');
      const sources = ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
      for (const source of sources.filter((one) => one.startsWith('.'))) {
        const target = path.posix.join(path.posix.dirname(file), source);
        const found = [`${target}.d.ts`, `${target}/index.d.ts`].find((one) => existsSync(fromRoot(one)));
        expect(found, `${source} of ${file}`).toBeDefined();
        if (found) reached.add(found);
      }
      const foreign = sources.filter(
        (one) => !one.startsWith('.') && !isBuiltin(one) && !typePackages.includes(packageOf(one))
      );
      expect(foreign, file).toEqual([]);
    }
  });

  describe('where only its dependencies are installed', () => {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-install-'));
      for (const file of ['dist', 'package.json', 'strapi-server.js', 'strapi-admin.js']) {
        await cp(fromRoot(file), path.join(folder, file), { recursive: true });
      }
      for (const name of runtimePackages) {
        const place = path.join(folder, 'node_modules', name);
        await mkdir(path.dirname(place), { recursive: true });
        await symlink(fromRoot('node_modules', name), place);
      }
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    const node = (...args: string[]) => run(process.execPath, args, { cwd: folder });

    it('cannot see the packages that are built in', async () => {
      for (const name of ['mailauth', 'sanitize-html']) {
        await expect(node('-e', `require.resolve('${name}')`), name).rejects.toThrow(/Cannot find module/);
      }
    });

    it('loads by require and by import', async () => {
      const parts = "['register', 'bootstrap', 'destroy'].map((part) => typeof plugin[part]).join()";
      const required = await node(
        '-e',
        `const plugin = require('./strapi-server.js').default; console.log(${parts})`
      );
      expect(required.stdout.trim()).toBe('function,function,function');
      const imported = await node(
        '--input-type=module',
        '-e',
        `import loaded from './dist/server/index.mjs'; const plugin = loaded.default ?? loaded; console.log(${parts})`
      );
      expect(imported.stdout.trim()).toBe('function,function,function');
    });
  });
});
