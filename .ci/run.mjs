/**
 * Every check of the project, one after the other, each even when one before it failed; prints what each took. The very
 * last line is `N passed, N failed, N skipped`: tests count singly, every other step as one. Exit code 1 when something
 * failed or when a test was skipped: here everything has to run (without the corpus of mails, `npm test` may skip).
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { duration, fromRoot, root, tail } from '../scripts/lib/steps.mjs';
import { closingLine, sum } from '../scripts/lib/vitest.mjs';

const STEP_LIMIT_MS = 50 * 60_000;

/**
 * Groups of lanes: the steps of a lane follow one another, the lanes of a group run at the same time. The build comes
 * first, because types and tests would otherwise make one of their own, and beside it the programs that they need.
 * Browser tests wait often, so that they fit beside others; the servers have the machine for themselves, because they
 * tell time.
 */
const GROUPS = [
  [
    [{ name: 'build', command: ['npm', 'run', 'build'] }],
    [{ name: 'programs', command: ['node', 'scripts/install-programs.mjs'] }],
  ],
  [
    [
      { name: 'tests', command: ['npm', 'test'], counts: true },
      { name: 'lint', command: ['npm', 'run', 'lint'] },
      { name: 'types', command: ['npm', 'run', 'types'] },
      { name: 'verify', command: ['npm', 'run', 'verify'] },
    ],
    [
      {
        name: 'tests with a browser',
        command: ['npm', 'run', 'test:servers', '--', '--only=e2e'],
        counts: true,
      },
    ],
  ],
  [
    [
      {
        name: 'tests with servers',
        command: ['npm', 'run', 'test:servers', '--', '--without=e2e'],
        counts: true,
      },
    ],
  ],
  [[{ name: 'demo', command: ['npm', 'run', 'demo', '--', '--check'] }]],
];

const corpus = process.env.MAIL_GATEWAY_CORPUS ?? fromRoot('../shared/corpus');
const environment = {
  ...process.env,
  CI: 'true',
  ...(fs.existsSync(corpus) ? { MAIL_GATEWAY_CORPUS: corpus } : {}),
};

/**
 * Runs a command.
 * @param {boolean} quiet shows its output when it has ended, because another one is shown while it runs
 * @returns its exit code (1 when it took too long) and the last lines it wrote.
 */
function execute([program, ...args], quiet) {
  return new Promise((resolve) => {
    // A group of its own, so that what a step started ends with it.
    const child = spawn(program, args, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', quiet ? 'pipe' : 'inherit'],
      detached: true,
    });
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const timer = setTimeout(() => {
      console.log(`took longer than ${duration(STEP_LIMIT_MS)}, ended`);
      end();
    }, STEP_LIMIT_MS);
    let written = '';
    let heldBack = '';
    const show = (text) => {
      if (quiet) heldBack += text;
      else process.stdout.write(text);
    };
    child.stderr?.setEncoding('utf8').on('data', show);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      show(text);
      written = (written + text).slice(-20_000);
    });
    child.on('error', (error) => {
      console.log(`${program} could not be started: ${error.message}`);
      clearTimeout(timer);
      resolve({ code: 1, lastLines: '' });
    });
    child.on('exit', end);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.stdout.write(heldBack);
      resolve({ code: code ?? 1, lastLines: tail(written, 40) });
    });
  });
}

function countsOf(step, { code, lastLines }) {
  const own = step.counts && /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(tail(lastLines, 1));
  if (!own) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const [passed, failed, skipped] = own.slice(1).map(Number);
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

async function runLane(lane, quiet) {
  const results = [];
  for (const step of lane) {
    console.log(`\n=== ${step.name}${quiet ? ' (shown when it has ended)' : ''}`);
    const begun = Date.now();
    const ended = await execute(step.command, quiet);
    results.push({ ...step, ...ended, counts: countsOf(step, ended), took: Date.now() - begun });
  }
  return results;
}

const begun = Date.now();
const results = [];
for (const lanes of GROUPS) {
  results.push(...(await Promise.all(lanes.map((lane, position) => runLane(lane, position > 0)))).flat());
}

// Once more at the end, for those who see no more of this than its end.
for (const { name, lastLines } of results.filter(({ counts }) => counts.failed > 0)) {
  console.log(`\n=== failed: ${name}\n${lastLines}`);
}

console.log('\n=== all steps');
for (const { name, counts, took } of results) {
  console.log(`${name.padEnd(20)} ${duration(took).padStart(12)}   ${closingLine(counts)}`);
}
const total = sum(results.map(({ counts }) => counts));
console.log(`${'together'.padEnd(20)} ${duration(Date.now() - begun).padStart(12)}`);
const hasCorpus = Boolean(environment.MAIL_GATEWAY_CORPUS);
if (!hasCorpus) console.log(`no corpus of mails at ${corpus}: tests may leave it out`);
const wrongly = results.filter(({ name, counts }) => counts.skipped > 0 && (hasCorpus || name !== 'tests'));
for (const { name } of wrongly) console.log(`${name}: tests were skipped, which is a failure here`);
console.log(closingLine(total));
process.exitCode = total.failed > 0 || wrongly.length > 0 ? 1 : 0;
