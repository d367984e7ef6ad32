import fs from 'node:fs';
import { duration, say } from './log.mjs';
import { fromRoot } from './paths.mjs';
import { createStamp } from './stamps.mjs';

const ENTRY = 'server/src/authentication/mailauth-entry.mjs';
const TYPES = 'server/src/authentication/mailauth-entry.d.mts';
const OUTPUT = 'vendor/mailauth.mjs';
const OUTPUT_TYPES = 'vendor/mailauth.d.mts';

const stamp = createStamp('vendor', {
  inputs: [ENTRY, TYPES, 'scripts/lib/vendor.mjs', 'node_modules/mailauth/package.json'],
  outputs: [OUTPUT, OUTPUT_TYPES],
});

/**
 * Bundles the parts of mailauth that the server uses into `vendor/mailauth.mjs`, which the plugin build then inlines.
 *
 * Why at all: mailauth asks for a newer Node than the plugin does, so it cannot be a dependency, and the plugin build
 * resolves packages as for a browser, where its validation library has other contents and does not load. Its parts
 * bundled for Node run on Node 20. `libmime` stays outside, because it is a dependency of the plugin anyway.
 */
export async function ensureVendored() {
  if (stamp.fresh()) return;
  const begun = Date.now();
  const done = stamp.begin();
  const { build } = await import('esbuild');
  await build(vendorOptions());
  fs.copyFileSync(fromRoot(TYPES), fromRoot(OUTPUT_TYPES));
  done();
  say(`${OUTPUT} bundled in ${duration(Date.now() - begun)}, ${fs.statSync(fromRoot(OUTPUT)).size} bytes`);
}

/** How esbuild makes the bundle. */
export function vendorOptions() {
  return {
    absWorkingDir: fromRoot(),
    entryPoints: [ENTRY],
    outfile: OUTPUT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['libmime'],
    // Modules written for require() need one; both forms of dist/ come from this one file.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
  };
}
