import { configDefaults, defineConfig } from 'vitest/config';

// Suites that take many minutes run on demand (`npm run test:servers -- --long`).
const exclude = [
  ...configDefaults.exclude,
  ...(process.env.MAIL_GATEWAY_LONG === '1' ? [] : ['**/*.long.test.ts']),
];

/** What these are about does not depend on the database: they run on SQLite alone. */
const SAME_ON_EVERY_DATABASE = [
  'tests/integration/api/alias-help.test.ts',
  'tests/integration/api/inbound-originals.test.ts',
  'tests/integration/api/permissions.test.ts',
  'tests/integration/api/unfollow-link.test.ts',
  'tests/integration/inbound/hooks.test.ts',
  'tests/integration/mime-worker.test.ts',
  'tests/integration/inbound/listener-lifecycle.test.ts',
  'tests/integration/inbound/listener-refusals.test.ts',
  'tests/integration/inbound/pipe-command.test.ts',
];
const isSqlite = (process.env.MAIL_GATEWAY_TEST_DATABASE || 'sqlite') === 'sqlite';

/**
 * unit: pure parts, straight from the TypeScript sources. integration: a real Strapi with the built plugin. servers:
 * real Dovecot and the like, started by the suites. e2e: the admin in a browser.
 */
export default defineConfig({
  test: {
    // knex says so for every migration of Strapi on MySQL.
    onConsoleLog: (text) => !text.includes('do not mix transactions and DDL with MySQL'),
    projects: [
      // Pure parts share nothing that a test changes.
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: [...exclude, ...(isSqlite ? [] : SAME_ON_EVERY_DATABASE)],
          globalSetup: ['tests/support/databases/global-setup.ts'],
          pool: 'threads',
          // Every file stops its sites; to load Strapi anew for each takes longer than most of their tests.
          isolate: false,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: ['tests/servers/**/*.test.ts'],
          exclude,
          globalSetup: ['tests/support/databases/global-setup.ts'],
          pool: 'threads',
          // They wait more than they work; what tells time has room enough for a neighbour.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude,
          pool: 'threads',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
