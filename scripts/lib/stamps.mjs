import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, stamps } from './paths.mjs';

const SKIPPED = new Set([
  'node_modules',
  'dist',
  '.tmp',
  '.cache',
  '.strapi',
  'build',
  'generated',
  'uploads',
]);

/**
 * A stamp says that a step was done for exactly these inputs. It is written after success only, so an interrupted step
 * is done again; contents decide, not times, so a fresh checkout of the same commit needs no new build.
 *
 * @param {string} name file name of the stamp
 * @param {{ inputs: string[], outputs: string[], facts?: string[] }} what files or folders (below the root) that the step
 *   reads, files that must be there afterwards, and further facts that the outcome depends on
 * @param {{ base?: string, folder?: string }} [places] what inputs and outputs are relative to, and where stamps are kept
 */
export function createStamp(name, { inputs, outputs, facts = [] }, { base = root, folder = stamps } = {}) {
  const file = path.join(folder, name);

  function key() {
    const hash = createHash('sha256');
    for (const fact of facts) hash.update(`${fact}\0`);
    for (const input of inputs) addTo(hash, base, path.join(base, input));
    return hash.digest('hex');
  }

  return {
    /** Whether the step was done for what the inputs hold now, and its outputs are still there. */
    fresh() {
      if (!outputs.every((output) => fs.existsSync(path.join(base, output)))) return false;
      return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === key();
    },
    /** Call before the step; the function that comes back is called after its success. */
    begin() {
      const begun = key();
      fs.rmSync(file, { force: true });
      return () => {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(file, begun);
      };
    },
  };
}

function addTo(hash, base, target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    hash
      .update(`${path.relative(base, target)}\0`)
      .update(fs.readFileSync(target))
      .update('\0');
    return;
  }
  for (const name of fs.readdirSync(target).sort()) {
    if (!SKIPPED.has(name)) addTo(hash, base, path.join(target, name));
  }
}
