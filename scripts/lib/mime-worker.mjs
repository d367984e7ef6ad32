import fs from 'node:fs';
import { fromRoot } from './paths.mjs';

/**
 * Bundles what runs in the worker thread (`server/src/mime-worker/entry.ts`) beside the server's own bundle: a thread
 * begins with a file of its own. The plugin's dependencies stay outside, as in that one.
 */
export async function bundleMimeWorker() {
  const { build } = await import('esbuild');
  const { dependencies } = JSON.parse(fs.readFileSync(fromRoot('package.json'), 'utf8'));
  await build({
    absWorkingDir: fromRoot(),
    entryPoints: ['server/src/mime-worker/entry.ts'],
    outfile: 'dist/server/mime-worker.mjs',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: Object.keys(dependencies),
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
  });
}
