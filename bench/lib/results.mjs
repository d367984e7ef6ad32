import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fromRoot, root } from '../../scripts/lib/paths.mjs';

/** Where JSON and CPU profiles are written; git-ignored. */
export const resultsFolder = fromRoot('bench/results');

/** The absolute path of a file among the results. */
export function resultFile(name) {
  fs.mkdirSync(resultsFolder, { recursive: true });
  return path.join(resultsFolder, name);
}

/**
 * Writes the results of a benchmark as JSON, with what they depend on.
 *
 * @returns {string} the file, relative to the root
 */
export function keepResults(name, results) {
  const file = resultFile(`${name}-${results.options.database}.json`);
  const processors = os.cpus();
  const machine = {
    node: process.version,
    platform: `${os.platform()} ${os.release()}`,
    processors: processors.length,
    processor: processors[0]?.model ?? 'unknown',
    memoryMegabytes: Math.round(os.totalmem() / 2 ** 20),
    loadBefore: os.loadavg(),
  };
  const json = JSON.stringify(
    { benchmark: name, date: new Date().toISOString(), machine, ...results },
    null,
    2
  );
  fs.writeFileSync(file, `${json}\n`);
  return path.relative(root, file);
}
