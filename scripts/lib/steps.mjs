/**
 * The steps that the commands of package.json share. Every step looks first whether its work is done for the present
 * sources and says what it does otherwise, so each command runs on a fresh clone and is quick the second time. Only
 * modules of Node itself are imported here: nothing is installed yet when these run.
 */
import fs from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { duration, say } from './log.mjs';
import { fromRoot, playground } from './paths.mjs';
import { run } from './run.mjs';
import { createStamp } from './stamps.mjs';

export { ensureInstalled, npm } from './install.mjs';
export { duration, say, warn } from './log.mjs';
export { fromRoot, playground, root } from './paths.mjs';
export { CommandFailed, run, tail } from './run.mjs';
export { withLock } from './lock.mjs';

/**
 * The stamp of `dist/`. `scripts/build.mjs` calls `begin()` before it builds and what that returns after it has
 * succeeded, so that a build by hand counts as well.
 */
export const pluginStamp = createStamp('plugin', {
  inputs: [
    'server',
    'admin',
    'contracts',
    'package.json',
    'package-lock.json',
    'scripts/build.mjs',
    'scripts/vendor.mjs',
    'scripts/lib/declarations.mjs',
    'scripts/lib/vendor.mjs',
  ],
  outputs: ['dist/server/index.js', 'dist/admin/index.mjs'],
});

const playgroundStamp = createStamp('playground', {
  inputs: ['playground/src', 'playground/config', 'playground/tsconfig.json', 'playground/package.json'],
  outputs: ['playground/dist/src/index.js', 'playground/dist/config/server.js'],
});

const adminStamp = createStamp('admin', {
  inputs: ['admin', 'contracts', 'playground/src/admin', 'playground/package.json', 'package-lock.json'],
  outputs: ['playground/dist/build/index.html'],
});

/** Builds the plugin (`node scripts/build.mjs`) when its sources are not those that `dist/` was built from. */
export async function ensurePluginBuilt() {
  await ensureInstalled();
  await step('plugin', pluginStamp, 'building the plugin', () =>
    run('node', [fromRoot('scripts/build.mjs')])
  );
}

/** Compiles the playground's TypeScript to `playground/dist`, where Strapi loads it from. */
export async function ensurePlaygroundCompiled() {
  await ensureInstalled();
  await step('playground', playgroundStamp, 'compiling the playground', async () => {
    for (const compiled of ['config', 'src']) {
      fs.rmSync(`${playground}/dist/${compiled}`, { recursive: true, force: true });
    }
    await run('node', [fromRoot('node_modules/typescript/bin/tsc'), '-p', `${playground}/tsconfig.json`]);
  });
}

/** Builds the playground's admin panel (`strapi build`), with the plugin's pages in it. Takes a minute and 1.7 GB. */
export async function ensureAdminBuilt() {
  await ensurePluginBuilt();
  await step('admin', adminStamp, 'building the admin panel (about a minute)', () =>
    run('node', [fromRoot('node_modules/@strapi/strapi/bin/strapi.js'), 'build'], {
      cwd: playground,
      quiet: true,
      env: {
        NODE_ENV: 'production',
        STRAPI_TELEMETRY_DISABLED: 'true',
        STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true',
      },
    })
  );
}

async function step(name, stamp, text, work) {
  if (stamp.fresh()) return;
  await withLock(name, async () => {
    if (stamp.fresh()) return;
    const begun = Date.now();
    const done = stamp.begin();
    say(text);
    await work();
    done();
    say(`${text}: done in ${duration(Date.now() - begun)}`);
  });
}
