import path from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { say } from '../../scripts/lib/log.mjs';
import { resultFile } from './results.mjs';
import { printTable } from './table.mjs';

/**
 * Runs work twice in a site: once under the CPU profiler, whose file stays among the results, once counting statements
 * (both cost time, so neither belongs into a measured round).
 *
 * @param {import('./site.mjs').BenchSite} site
 * @param {string} name of the profile
 * @param {number} count how many mails one run of the work has
 * @param {(run: 'profile' | 'statements') => Promise<unknown>} work
 * @returns {Promise<{ sql: string, count: number }[]>} the statements of all mails
 */
export async function profiled(site, name, count, work) {
  const file = resultFile(`${name}.cpuprofile`);
  await site.job('profile');
  await work('profile');
  await site.job('profile', { file });
  say(`written: ${path.relative(root, file)}`);

  await site.job('statements', { action: 'start' });
  await work('statements');
  const statements = await site.job('statements', { action: 'stop' });
  const total = statements.reduce((sum, statement) => sum + statement.count, 0);
  printTable({
    title: `${(total / count).toFixed(1)} statements for each mail; the most frequent`,
    rows: statements.slice(0, 40).map(({ sql, count: times }) => ({
      'per mail': (times / count).toFixed(2),
      statement: sql.length > 150 ? `${sql.slice(0, 150)} …` : sql,
    })),
  });
  return statements.map(({ sql, count: times }) => ({ sql, count: times }));
}
