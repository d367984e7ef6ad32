import fs from 'node:fs';
import path from 'node:path';
import { say } from './log.mjs';
import { fromRoot, root, stamps } from './paths.mjs';
import { run } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** The closing line of every command that runs tests; `.ci/run` and others read it. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** @returns {Counts} */
export const sum = (counts) =>
  counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 }
  );

/**
 * Runs one project of `vitest.config.ts`, showing its output; with a label, when it has ended, so that others may run at
 * the same time.
 *
 * @param {string} project
 * @param {string[]} [filters] files or other arguments for vitest
 * @param {Record<string, string>} [env] added to this process's own
 * @param {string} [label] what the names of skipped tests begin with
 * @returns {Promise<Counts & { left: string[], broken: string[] }>} `left`: the skipped tests by name; `broken`: what
 *   failed, by name and with how its message begins
 */
export async function runProject(project, filters = [], env = {}, label = '') {
  const report = path.join(stamps, `tests-${(label || project).replaceAll(' ', '-')}.json`);
  fs.mkdirSync(stamps, { recursive: true });
  fs.rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [fromRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', project];
  const ended = await run('node', [...args, '--passWithNoTests', ...reporters, ...filters], {
    env,
    quiet: label !== '',
    tail: Infinity,
  }).then(
    (output) => {
      if (label) process.stdout.write(output);
      return true;
    },
    () => false
  );
  if (!fs.existsSync(report)) {
    const broken = ended ? [] : [`${label || project}: it ended without a report`];
    return { passed: 0, failed: broken.length, skipped: 0, left: [], broken };
  }
  const counts = countsOf(JSON.parse(fs.readFileSync(report, 'utf8')), label);
  if (counts.failed > 0 || ended) return counts;
  const outside = `${label || project}: an error outside of any test (its output is above)`;
  return { ...counts, failed: 1, broken: [outside] };
}

/** What Vitest's JSON report says; a file that could not be loaded counts as failed. */
function countsOf(report, label) {
  const named = (file, test) => [label, path.relative(root, file.name), test].filter(Boolean).join(': ');
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, name: named(file, test.fullName) }))
  );
  const failed = tests.filter((test) => test.status === 'failed');
  const left = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')
  );
  const broken = [
    ...failed.map(({ name, failureMessages }) => `${name}\n${beginningOf(failureMessages[0])}`),
    ...brokenFiles.map((file) => `${named(file)}\n${beginningOf(file.message)}`),
  ];
  return {
    passed: tests.length - failed.length - left.length,
    failed: broken.length,
    skipped: left.length,
    left: left.map(({ name }) => name),
    broken,
  };
}

const beginningOf = (message = '') =>
  message.split('\n').slice(0, 6).join('\n').trimEnd().replace(/^/gm, '    ');

/** Ends a command that ran tests: says what was left out and what failed, and last the counts over all of it. */
export function conclude(results) {
  const left = results.flatMap((result) => result.left);
  if (left.length > 0) say(`left out:\n  ${left.join('\n  ')}`);
  const broken = results.flatMap((result) => result.broken);
  if (broken.length > 0) say(`failed:\n  ${broken.join('\n  ')}`);
  const total = sum(results);
  console.log(closingLine(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}
