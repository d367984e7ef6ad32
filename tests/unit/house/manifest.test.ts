import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromRoot, manifest, read } from './root';

const objectExports = Object.entries(manifest.exports).flatMap(([name, entry]) =>
  typeof entry === 'string' ? [] : [{ name, entry }]
);
const stringExports = Object.entries(manifest.exports).flatMap(([name, entry]) =>
  typeof entry === 'string' ? [{ name, file: entry }] : []
);

describe('package.json', () => {
  it('lets the plugin build empty no folder but those below dist/', () => {
    for (const { name, entry } of objectExports) {
      for (const [condition, file] of Object.entries(entry)) {
        if (condition === 'source') continue;
        expect(path.posix.normalize(file), `${name} ${condition}`).toMatch(/^dist\/[^/]+\//);
      }
    }
  });

  it('gives every object export an output folder of its own', () => {
    const folders = objectExports.map(({ entry }) => path.posix.dirname(entry.require ?? entry.import ?? ''));
    expect(new Set(folders).size).toBe(folders.length);
    expect(objectExports.map(({ name }) => name).sort()).toEqual(['./strapi-admin', './strapi-server']);
  });

  it('orders the conditions of an export as the SDK demands', () => {
    for (const { name, entry } of objectExports) {
      expect(Object.keys(entry), name).toEqual(['types', 'source', 'import', 'require', 'default']);
    }
  });

  it('exports the root shims as strings, each of them thin and there', () => {
    expect(stringExports.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['./strapi-admin.js', './strapi-server.js', './package.json'])
    );
    for (const { file } of stringExports) expect(existsSync(fromRoot(file)), file).toBe(true);
    for (const part of ['admin', 'server']) {
      expect(read(`strapi-${part}.js`)).toContain(`module.exports = require('./dist/${part}');`);
    }
  });

  it('publishes what is needed and only files that exist', () => {
    expect(manifest.files).toEqual(
      expect.arrayContaining(['dist', 'strapi-admin.js', 'strapi-server.js', 'THIRD-PARTY-NOTICES.md'])
    );
    for (const file of manifest.files) {
      if (file !== 'dist') expect(existsSync(fromRoot(file)), file).toBe(true);
    }
    expect(manifest).toMatchObject({ license: 'MIT', strapi: { kind: 'plugin', name: 'mail-gateway' } });
  });

  it('runs nothing on its own when it is installed', () => {
    const automatic = [
      'prepare',
      'prepublish',
      'preinstall',
      'install',
      'postinstall',
      'pretest',
      'posttest',
    ];
    expect(Object.keys(manifest.scripts).filter((name) => automatic.includes(name))).toEqual([]);
  });

  it('takes the site’s own Strapi and React, in one version of Strapi for the tests', () => {
    for (const name of [
      'react',
      'react-dom',
      'react-router-dom',
      'styled-components',
      '@strapi/strapi',
      'koa',
    ]) {
      expect(manifest.dependencies, name).not.toHaveProperty(name);
    }
    const ownVersion = ['@strapi/sdk-plugin', '@strapi/design-system', '@strapi/icons'];
    const framework = Object.entries(manifest.devDependencies).filter(
      ([name]) => name.startsWith('@strapi/') && !ownVersion.includes(name)
    );
    expect(new Set(framework.map(([, version]) => version)).size).toBe(1);
    expect(framework[0]?.[1]).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('package-lock.json', () => {
  interface Locked {
    packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as Locked;

  const nearest = (from: string, name: string): string | undefined => {
    for (let place = from; ; place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))) {
      const candidate = `${place ? `${place}/` : ''}node_modules/${name}`;
      if (packages[candidate]) return candidate;
      if (place === '') return undefined;
    }
  };

  it('holds the binaries of every platform: npm ci refuses a lockfile without them', () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !nearest(place, name))
    );
    expect(missing).toEqual([]);
  });
});

describe('scripts', () => {
  /** Static imports of a script and of what it imports, by file. */
  const importsOf = (file: string, seen = new Map<string, string[]>()): Map<string, string[]> => {
    if (seen.has(file)) return seen;
    const sources = [...read(file).matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gm)].map(
      ([, source]) => source ?? ''
    );
    const bare = [...read(file).matchAll(/^import\s+'([^']+)'/gm)].map(([, source]) => source ?? '');
    seen.set(file, [...sources, ...bare]);
    for (const source of [...sources, ...bare]) {
      if (source.startsWith('.')) importsOf(path.posix.join(path.posix.dirname(file), source), seen);
    }
    return seen;
  };

  it('import Node’s own modules alone, because nothing is installed when they start', () => {
    const scripts = Object.values(manifest.scripts).flatMap(
      (command) => /^node (\S+)/.exec(command)?.[1] ?? []
    );
    expect(scripts).toEqual(
      expect.arrayContaining(['scripts/build.mjs', 'scripts/test.mjs', 'scripts/demo.mjs'])
    );
    for (const script of [...scripts, '.ci/run.mjs']) {
      for (const [file, sources] of importsOf(script)) {
        const foreign = sources.filter((source) => !source.startsWith('node:') && !source.startsWith('.'));
        expect(foreign, `${script}: ${file}`).toEqual([]);
      }
    }
  });
});
