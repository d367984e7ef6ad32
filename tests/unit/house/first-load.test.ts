import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { expect, test } from 'vitest';

const ROOT = path.resolve(__dirname, '../../..');

/** What the plugin may add to what a browser loads before the first page, in bytes, compressed. */
const LIMIT = 8_000;

type Output = Metafile['outputs'][string];

/** The files that come with `name` at once; what is imported on demand comes later. */
const loadedWith = (outputs: Record<string, Output>, name: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const { path: imported, kind, external } of outputs[name]?.imports ?? []) {
    if (kind === 'import-statement' && !external) loadedWith(outputs, imported, seen);
  }
  return seen;
};

test('the admin loads little of ours before a page of ours is opened', async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['admin/src/index.ts'],
    outdir: 'out',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    packages: 'external',
    metafile: true,
    write: false,
  });
  const sizeOf = (name: string): number => {
    const file = outputFiles.find(({ path: where }) => where === path.join(ROOT, name));
    return file ? gzipSync(file.contents).length : 0;
  };
  const [entry = ''] = Object.keys(metafile.outputs).filter(
    (name) => metafile.outputs[name]?.entryPoint === 'admin/src/index.ts'
  );
  const first = loadedWith(metafile.outputs, entry);
  // English stands in for what a language lacks; of the others one is loaded with it, the largest of them here.
  const languages = Object.keys(metafile.outputs).filter((name) =>
    Object.keys(metafile.outputs[name]?.inputs ?? {}).some((input) =>
      /translations\/shell\/(?!en)\w+\.json$/.test(input)
    )
  );
  expect(languages.length).toBeGreaterThan(0);
  const size = [...first].reduce((all, name) => all + sizeOf(name), Math.max(...languages.map(sizeOf)));
  expect(size).toBeGreaterThan(1000);
  expect(size).toBeLessThan(LIMIT);
});
