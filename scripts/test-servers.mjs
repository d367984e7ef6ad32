/**
 * `npm run test:servers`: the integration suite of `npm test` once more on PostgreSQL and on MariaDB, then the suites
 * with mail servers, with the packed plugin in a new site, and with a browser. `-- --install` installs the programs first
 * (root on Debian), `-- --long` adds the suites that take many minutes (`*.long.test.ts`), `-- --only=e2e` and
 * `-- --without=e2e` choose among `integration`, `servers` and `e2e`; further arguments go to Vitest.
 */
import { parseArgs } from 'node:util';
import { providePrograms } from './lib/programs.mjs';
import { ensureAdminBuilt, ensurePlaygroundCompiled, say } from './lib/steps.mjs';
import { closingLine, conclude, runProject } from './lib/vitest.mjs';

/** By the names of Strapi's clients; `mysql` is MariaDB here. `npm test` runs on SQLite. */
const DATABASES = ['postgres', 'mysql'];

const SUITES = ['integration', 'servers', 'e2e'];

const { values: own, positionals: filters } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    without: { type: 'string' },
  },
  allowPositionals: true,
});
const wanted = SUITES.filter((suite) => suite !== own.without && (!own.only || suite === own.only));
const env = own.long ? { MAIL_GATEWAY_LONG: '1' } : {};

const lacking = await providePrograms({ install: own.install });
await ensureAdminBuilt();
await ensurePlaygroundCompiled();

const NONE = { passed: 0, failed: 0, broken: [] };

async function integrationOn(database) {
  const suite = `integration on ${database}`;
  if (lacking.includes(suite)) return { ...NONE, skipped: 1, left: [`${suite}: all of it`] };
  const result = await runProject(
    'integration',
    filters,
    { ...env, MAIL_GATEWAY_TEST_DATABASE: database },
    suite
  );
  say(`${suite}: ${closingLine(result)}`);
  return result;
}

const results = [];
if (wanted.includes('integration')) {
  say(`tests: integration on ${DATABASES.join(' and ')}, at the same time`);
  results.push(...(await Promise.all(DATABASES.map(integrationOn))));
}
for (const project of wanted.filter((suite) => suite !== 'integration')) {
  say(`tests: ${project}`);
  results.push(await runProject(project, filters, env));
}
conclude(results);
