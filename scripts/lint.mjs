/** Prettier and ESLint over the whole checkout at the same time, both even when one of them complains. */
import { duration, ensureInstalled, fromRoot, run, say, warn } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

const CHECKS = {
  prettier: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  eslint: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
};

await ensureInstalled();
await ensureVendored();
const failed = [];
await Promise.all(
  Object.entries(CHECKS).map(([name, [program, ...args]]) => {
    const begun = Date.now();
    return run('node', [fromRoot(program), ...args]).then(
      () => say(`${name}: nothing to say, ${duration(Date.now() - begun)}`),
      () => failed.push(name)
    );
  })
);
if (failed.length > 0) {
  warn(`found something: ${failed.join(', ')}`);
  process.exitCode = 1;
}
