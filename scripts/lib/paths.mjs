import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The repository root, which is also the plugin's root. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The Strapi site that demo, browser tests and benchmarks run. */
export const playground = path.join(root, 'playground');

/** Where stamps are kept. `npm ci` empties it, which is right: after a fresh install everything is built again. */
export const stamps = path.join(root, 'node_modules/.cache/mail-gateway');

/** Where locks are kept: outside of `node_modules`, because a lock has to outlive an `npm ci`. */
export const locks = path.join(root, '.cache/locks');

/** The absolute path of something below the root. */
export function fromRoot(...parts) {
  return path.join(root, ...parts);
}
