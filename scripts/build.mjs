/**
 * Builds the plugin into `dist/`: mailauth is bundled first (`scripts/lib/vendor.mjs`), then Strapi's SDK builds server
 * and admin, then the declarations of the contracts are written, which those of server and admin refer to, and the types
 * are given names that a consumer can resolve.
 *
 * The SDK prints type errors and goes on; `npm run types` is what fails on them.
 */
import fs from 'node:fs';
import { ensureInstalled, fromRoot, pluginStamp, run, withLock } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

/** Where TypeScript writes the types of Strapi that it inferred: files that @strapi/types lets nobody import. */
const INNER_TYPES = /import\((["'])@strapi\/types\/dist\/core\1\)\./g;

function nameTypesForConsumers() {
  for (const file of fs.readdirSync(fromRoot('dist'), { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = fs.readFileSync(fromRoot('dist', file), 'utf8');
    const named = text.replace(INNER_TYPES, "import('@strapi/strapi').Core.");
    if (named !== text) fs.writeFileSync(fromRoot('dist', file), named);
  }
}

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
  nameTypesForConsumers();
  const missing = ['server/index.js', 'server/index.mjs', 'admin/index.js', 'admin/index.mjs'].filter(
    (file) => !fs.existsSync(fromRoot('dist', file))
  );
  if (missing.length > 0) throw new Error(`The build ended without ${missing.join(', ')} in dist/`);
  done();
});
