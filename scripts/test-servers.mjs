/**
 * `npm run test:servers`: the integration suite of `npm test` once more on PostgreSQL and on MariaDB, then the suites
 * with mail servers, with the packed plugin in a new site, and with a browser. `-- --install` installs the programs first
 * (root on Debian), `-- --long` adds the suites that take many minutes (`*.long.test.ts`); further arguments go to Vitest.
 */
import { providePrograms } from './lib/programs.mjs';
import { ensureAdminBuilt, ensurePlaygroundCompiled, say } from './lib/steps.mjs';
import { closingLine, conclude, runProject } from './lib/vitest.mjs';

/** By the names of Strapi's clients; `mysql` is MariaDB here. `npm test` runs on SQLite. */
const DATABASES = ['postgres', 'mysql'];

const OWN = ['--install', '--long'];
const flags = process.argv.slice(2);
const filters = flags.filter((flag) => !OWN.includes(flag));
const env = flags.includes('--long') ? { MAIL_GATEWAY_LONG: '1' } : {};

const lacking = await providePrograms({ install: flags.includes('--install') });
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

// Browser tests mostly wait, so that they fit beside the databases. The servers come alone: they tell time.
say(`tests: integration on ${DATABASES.join(' and ')}, and e2e, at the same time`);
const results = await Promise.all([...DATABASES.map(integrationOn), runProject('e2e', filters, env, 'e2e')]);
say('tests: servers');
results.push(await runProject('servers', filters, env));
conclude(results);
