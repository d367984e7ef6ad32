import { execFile } from 'node:child_process';
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
const importsOf = (file: string, code: string): string[] => {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const source = sourceOf(node);
    if (source && !source.startsWith('.')) found.add(source);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest));
  return [...found];
};

/** The package or file that a statement or expression brings in, if it does. */
const sourceOf = (node: ts.Node): string | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  return ts.isCallExpression(node) && brings(node.expression) ? textOf(node.arguments[0]) : undefined;
};

/** `import(…)`, and `require(…)` under whatever name the bundled packages call it. */
const brings = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(callee) && /require\$?\d*$/.test(callee.text));

const textOf = (node: ts.Node | undefined): string | undefined =>
  node && ts.isStringLiteralLike(node) ? node.text : undefined;

const filesBelow = async (folder: string, name: RegExp): Promise<string[]> =>
  (await readdir(fromRoot(folder), { recursive: true }))
    .filter((file) => name.test(file))
    .map((file) => path.join(folder, file));

describe.skipIf(!hasBuild)('the built plugin', { timeout: 60_000 }, () => {
  it('imports nothing but Node, dependencies and peers, in code as in types', async () => {
    const files = await filesBelow('dist', /\.(?:m?js|d\.ts)$/);
    for (const end of ['server/index.js', 'server/index.mjs', 'admin/index.js', 'server/src/index.d.ts']) {
      expect(files).toContain(`dist/${end}`);
    }
    for (const file of files) {
      const packages = importsOf(file, await readFile(fromRoot(file), 'utf8'))
        .filter((source) => !isBuiltin(source))
        .map(packageOf);
      expect(
        packages.filter((name) => !runtimePackages.includes(name)),
        file
      ).toEqual([]);
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
