/**
 * `npm run bench -- NAME`: one benchmark (`ingest`, `send`, `growth`, `latency`, `memory`), or all without a name.
 * Installs and builds what is missing first. `docs/benchmarks.md` says what each measures and which options there are.
 */
import { ensurePlaygroundCompiled, ensurePluginBuilt, warn } from './lib/steps.mjs';

await ensurePluginBuilt();
await ensurePlaygroundCompiled();
// Loaded now: the benchmarks use packages, which may not have been installed before.
const { benchmark } = await import('../bench/index.mjs');
try {
  await benchmark(process.argv.slice(2));
} catch (error) {
  warn(`the benchmark failed: ${error.message}`);
  if (process.env.DEBUG) console.error(error);
  process.exitCode = 1;
}
