import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fromRoot, stamps } from '../../scripts/lib/paths.mjs';

const loaded = new Map();

/** What the benchmarks share with the tests: private database and mail servers, and generated mails. */
export const loadSupport = () => load('tests/support', ['databases', 'dovecot', 'mails', 'ports']);

/** The plugin's own functions for the keys that stand in its tables. */
export const loadKeys = () => load('server/src', ['mail', 'addresses/names', 'parse/keys']);

/** Modules of a folder, which are TypeScript, made loadable by Node. */
function load(folder, modules) {
  if (!loaded.has(folder)) loaded.set(folder, bundle(fromRoot(folder), modules));
  return loaded.get(folder);
}

async function bundle(folder, modules) {
  const outfile = path.join(stamps, `bench-${path.basename(folder)}-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: modules.map((name) => `export * from './${name}';`).join('\n'),
      resolveDir: folder,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    // The bundle lies elsewhere; the modules look for files beside themselves.
    define: { __dirname: JSON.stringify(folder) },
    logLevel: 'error',
  });
  process.once('exit', () => rmSync(outfile, { force: true }));
  return import(pathToFileURL(outfile));
}
