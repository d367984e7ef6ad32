import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fromRoot, stamps } from '../../scripts/lib/paths.mjs';

/** What the benchmarks share with the tests: private database and mail servers, and generated mails. */
const MODULES = ['databases', 'dovecot', 'mails'];

let loaded;

/** Modules of `tests/support`, which are TypeScript, made loadable by Node. */
export function loadSupport() {
  loaded ??= bundle();
  return loaded;
}

async function bundle() {
  const folder = fromRoot('tests/support');
  const outfile = path.join(stamps, `bench-support-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: MODULES.map((name) => `export * from './${name}';`).join('\n'),
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
