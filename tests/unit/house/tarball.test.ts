import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromRoot, hasBuild, ROOT } from './root';

const run = promisify(execFile);
const NAME = 'strapi-plugin-mail-gateway';

describe.skipIf(!hasBuild)('the packed plugin', { timeout: 120_000 }, () => {
  let folder: string;
  const installed = (...parts: string[]): string => path.join(folder, 'node_modules', NAME, ...parts);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-consumer-'));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
    const [tarball = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
    await run('tar', ['xzf', tarball], { cwd: folder });
    await mkdir(path.join(folder, 'node_modules'));
    for (const name of await readdir(fromRoot('node_modules'))) {
      if (!name.startsWith('.'))
        await symlink(fromRoot('node_modules', name), path.join(folder, 'node_modules', name));
    }
    await rm(installed(), { recursive: true, force: true });
    await cp(path.join(folder, 'package'), installed(), { recursive: true });
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds what runs, its types and its notices, and no sources', async () => {
    const files = await readdir(installed(), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        'THIRD-PARTY-NOTICES.md',
        'strapi-server.js',
        'strapi-admin.js',
        'dist/server/index.js',
        'dist/server/src/index.d.ts',
        'dist/admin/src/index.d.ts',
        'dist/contracts/index.d.ts',
      ])
    );
    expect(files.filter((file) => /\.test\.|^(?:tests|playground|server|admin)\//.test(file))).toEqual([]);
    expect(files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  });

  it('compiles in a TypeScript project that checks the types of its packages', async () => {
    await writeFile(
      path.join(folder, 'consumer.ts'),
      `import plugin from '${NAME}/strapi-server';\n` +
        'const names: string[] = Object.keys(plugin.contentTypes);\n' +
        '// @ts-expect-error the plugin is not just anything\n' +
        'const wrong: number = plugin;\n' +
        'export { names, wrong };\n'
    );
    const compilerOptions = {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'Bundler',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.ts'] })
    );
    const output = await run(process.execPath, [fromRoot('node_modules/typescript/bin/tsc'), '-p', folder], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    // Packages of others have errors of their own, which are not ours to judge.
    const ours = output.stdout
      .split('\n')
      .filter((line) => line.startsWith('consumer.ts') || line.includes(`${NAME}/`));
    expect(ours).toEqual([]);
  });
});
