/**
 * `npm test`: everything that needs no outside server, on a fresh clone too. Further arguments go to Vitest:
 * `npm test -- tests/unit/mail`.
 */
import { ensurePlaygroundCompiled, ensurePluginBuilt, say } from './lib/steps.mjs';
import { conclude, runProject } from './lib/vitest.mjs';

const filters = process.argv.slice(2);

await ensurePluginBuilt();
await ensurePlaygroundCompiled();

const results = [];
for (const project of ['unit', 'integration']) {
  say(`tests: ${project}${project === 'integration' ? ' on sqlite' : ''}`);
  results.push(await runProject(project, filters));
}
say(
  'left out: "integration" on PostgreSQL and MariaDB, "servers" and "e2e", which need other programs (npm run test:servers)'
);
conclude(results);
