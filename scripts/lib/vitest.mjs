import fs from 'node:fs';
import path from 'node:path';
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
 * @returns {Promise<Counts & { left: string[] }>} `left`: the skipped tests by name
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
  if (!fs.existsSync(report)) return { passed: 0, failed: ended ? 0 : 1, skipped: 0, left: [] };
  return countsOf(JSON.parse(fs.readFileSync(report, 'utf8')), ended, label);
}

/** What Vitest's JSON report says; a file that could not be loaded and an error outside of any test count as failed. */
function countsOf(report, ended, label) {
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: path.relative(root, file.name) }))
  );
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')
  );
  const passed = tests.filter((test) => test.status === 'passed').length;
  const left = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  const failed = tests.length - passed - left.length + brokenFiles.length;
  return {
    passed,
    failed: failed === 0 && !ended ? 1 : failed,
    skipped: left.length,
    left: left.map((test) => `${label && `${label}: `}${test.file}: ${test.fullName}`),
  };
}
