/**
 * Type-checks every part on its own, two at a time, all of them even when one fails. The playground sees the plugin as a
 * site does, through the built types, so the plugin is built before its turn.
 */
import { duration, ensureInstalled, ensurePluginBuilt, fromRoot, run, say, warn } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

const PARTS = ['contracts', 'server', 'admin', 'tests', 'playground'];

await ensureInstalled();
await ensureVendored();
const failed = [];
const waiting = [...PARTS];

async function check(part) {
  const begun = Date.now();
  const args = [fromRoot('node_modules/typescript/bin/tsc'), '-p', fromRoot(part), '--noEmit'];
  const ready = part === 'playground' ? ensurePluginBuilt() : Promise.resolve();
  await ready
    .then(() => run('node', args))
    .then(
      () => say(`types of ${part}: right, ${duration(Date.now() - begun)}`),
      () => failed.push(part)
    );
}

async function checkAll() {
  for (let part = waiting.shift(); part; part = waiting.shift()) await check(part);
}

await Promise.all([checkAll(), checkAll()]);
if (failed.length > 0) {
  warn(`types are wrong in: ${failed.join(', ')}`);
  process.exitCode = 1;
}
