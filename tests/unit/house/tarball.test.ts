import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasBuild, manifest, read, ROOT } from './root';

const run = promisify(execFile);

interface PackedFile {
  path: string;
  mode: number;
}

const programs = Object.entries(manifest.bin ?? {}).map(([name, file]) => ({
  name,
  file: path.posix.normalize(file),
}));

/** Everything that a site has a use for: what runs, its types, what the licence asks for, and how to begin. */
const WANTED = [
  /^dist\/(?:server|admin)\/[^/]+\.m?js$/,
  /^dist\/(?:server\/src|admin\/src|contracts)\/.+\.d\.ts$/,
  /^strapi-(?:server|admin)\.(?:js|d\.ts)$/,
  /^bin\/deliver\/[^/]+\.mjs$/,
  /^(?:package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md)$/,
];

describe.skipIf(!hasBuild)('the packed plugin', () => {
  let files: PackedFile[];
  let names: string[];

  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
    [{ files }] = JSON.parse(stdout);
    names = files.map((file) => file.path);
  }, 60_000);

  it('holds what runs, its types and its notices', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        ...['README.md', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'package.json'],
        ...['strapi-server.js', 'strapi-server.d.ts', 'strapi-admin.js', 'strapi-admin.d.ts'],
        ...['dist/server/index.js', 'dist/server/index.mjs', 'dist/admin/index.js', 'dist/admin/index.mjs'],
        ...['dist/server/src/index.d.ts', 'dist/admin/src/index.d.ts', 'dist/contracts/index.d.ts'],
      ])
    );
  });

  it('holds nothing else but the programs that it names', () => {
    const others = names.filter((name) => !WANTED.some((pattern) => pattern.test(name)));
    expect(others.sort()).toEqual(programs.map(({ file }) => file).sort());
  });

  it('holds every file that another one of it imports', () => {
    const candidates = (place: string): string[] =>
      ['', '.js', '.d.ts', '/index.js', '/index.d.ts'].map((end) => place + end);
    for (const name of names.filter((one) => /\.(?:m?js|d\.ts)$/.test(one))) {
      const sources = ts.preProcessFile(read(name), true, true).importedFiles.map(({ fileName }) => fileName);
      for (const source of sources.filter((one) => one.startsWith('.'))) {
        const place = path.posix.join(path.posix.dirname(name), source);
        expect(
          candidates(place).some((candidate) => names.includes(candidate)),
          `${source} of ${name}`
        ).toBe(true);
      }
    }
  });

  it.each(programs)('gives $name the right to run', ({ file }) => {
    const mode = files.find((one) => one.path === file)?.mode ?? 0;
    expect(mode & 0o111).toBe(0o111);
    expect(read(file)).toMatch(/^#!\/(?:bin\/sh|usr\/bin\/env node)\n/);
  });
});
