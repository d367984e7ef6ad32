/**
 * `npm run test:servers`: the suites with real servers and a real browser. `-- --install` installs them first (root on
 * Debian), `-- --long` adds the suites that take many minutes (`*.long.test.ts`); further arguments go to Vitest.
 */
import { providePrograms } from './lib/programs.mjs';
import { ensureAdminBuilt, ensurePlaygroundCompiled, say } from './lib/steps.mjs';
import { closingLine, runProject, sum } from './lib/vitest.mjs';

const OWN = ['--install', '--long'];
const flags = process.argv.slice(2);
const filters = flags.filter((flag) => !OWN.includes(flag));
const env = flags.includes('--long') ? { MAIL_GATEWAY_LONG: '1' } : {};

await providePrograms({ install: flags.includes('--install') });
await ensureAdminBuilt();
await ensurePlaygroundCompiled();

const results = [];
for (const project of ['servers', 'e2e']) {
  say(`tests: ${project}`);
  results.push(await runProject(project, filters, env));
}
const left = results.flatMap((result) => result.left);
if (left.length > 0) say(`left out:\n  ${left.join('\n  ')}`);

const total = sum(results);
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
