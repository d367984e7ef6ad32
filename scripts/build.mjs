/**
 * Builds the plugin into `dist/`: mailauth is bundled first (`scripts/lib/vendor.mjs`), then Strapi's SDK builds server
 * and admin, then the declarations of the contracts are written, which those of server and admin refer to, the worker
 * thread is bundled (`scripts/lib/mime-worker.mjs`), and of all declarations those are kept that a consumer needs
 * (`scripts/lib/declarations.mjs`).
 *
 * The SDK prints type errors and goes on; `npm run types` is what fails on them.
 */
import fs from 'node:fs';
import { finishDeclarations } from './lib/declarations.mjs';
import { bundleMimeWorker } from './lib/mime-worker.mjs';
import { ensureInstalled, fromRoot, pluginStamp, run, withLock } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

const bin = (...parts) => fromRoot('node_modules', ...parts);

await ensureInstalled();
await withLock('plugin', async () => {
  const done = pluginStamp.begin();
  await ensureVendored();
  await run('node', [bin('@strapi/sdk-plugin/bin/strapi-plugin.js'), 'build'], { quiet: true });
  fs.rmSync(fromRoot('dist/contracts'), { recursive: true, force: true });
  await run('node', [
    bin('typescript/bin/tsc'),
    ...['-p', fromRoot('contracts'), '--emitDeclarationOnly', '--outDir', fromRoot('dist/contracts')],
  ]);
  await bundleMimeWorker();
  await finishDeclarations();
  const missing = [
    'server/index.js',
    'server/index.mjs',
    'server/mime-worker.mjs',
    'admin/index.js',
    'admin/index.mjs',
  ].filter((file) => !fs.existsSync(fromRoot('dist', file)));
  if (missing.length > 0) throw new Error(`The build ended without ${missing.join(', ')} in dist/`);
  done();
});
