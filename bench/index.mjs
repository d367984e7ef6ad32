import { say } from '../scripts/lib/log.mjs';
import { parseArguments } from './lib/options.mjs';
import { keepResults } from './lib/results.mjs';
import { stopAll, stopWhenInterrupted } from './lib/running.mjs';
import { printTable } from './lib/table.mjs';

/** In the order in which they run when none is named. */
const NAMES = ['ingest', 'send', 'growth', 'latency', 'memory'];

/**
 * Runs the named benchmark, or all of them. Each prints its tables, writes `bench/results/<name>.json` and says its
 * figures in one line; that of the last one is the last line of the output.
 *
 * @param {string[]} args of the command line
 */
export async function benchmark(args) {
  const { names, options } = parseArguments(args, NAMES);
  stopWhenInterrupted();
  const lines = [];
  for (const name of names) {
    say(`benchmark ${name} on ${options.database}`);
    const { default: run } = await import(`./${name}/${name}.mjs`);
    const { tables, figures, details } = await run(options).finally(stopAll);
    for (const table of tables) printTable(table);
    const line = `${name} ${Object.entries(figures)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`;
    say(`written: ${keepResults(name, { options, figures, details, tables })}`);
    lines.push(line);
    if (names.length > 1) console.log(line);
  }
  console.log(`\n${lines.join('\n')}`);
}
