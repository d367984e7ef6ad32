import fs from 'node:fs';
import path from 'node:path';
import { fromRoot } from './paths.mjs';

/** What a site's compiler starts from: the `types` of the package's exports. */
const ENTRIES = ['dist/server/src/index.d.ts', 'dist/admin/src/index.d.ts'];

/** Where TypeScript wrote the types of Strapi that it inferred: files that @strapi/types lets nobody import. */
const INNER_TYPES = /import\((["'])@strapi\/types\/dist\/core\1\)\./g;

/**
 * Makes the declarations in `dist/` those that a consumer needs and can resolve: types of Strapi get the names that it
 * exports, and declarations that no entry leads to are removed.
 */
export async function finishDeclarations() {
  const { default: ts } = await import('typescript');
  for (const file of declarations()) {
    const text = read(file);
    const named = text.replace(INNER_TYPES, "import('@strapi/strapi').Core.");
    if (named !== text) fs.writeFileSync(fromRoot(file), named);
  }
  const needed = new Set(ENTRIES);
  for (const file of needed) {
    for (const { fileName } of ts.preProcessFile(read(file)).importedFiles) {
      if (fileName.startsWith('.')) needed.add(target(file, fileName));
    }
  }
  for (const file of declarations()) {
    if (!needed.has(file)) fs.rmSync(fromRoot(file));
  }
}

const read = (file) => fs.readFileSync(fromRoot(file), 'utf8');

const declarations = () =>
  fs
    .readdirSync(fromRoot('dist'), { recursive: true })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => path.posix.join('dist', file));

/** The file that an import of another one means. */
function target(file, source) {
  const place = path.posix.join(path.posix.dirname(file), source);
  const found = [`${place}.d.ts`, `${place}/index.d.ts`].find((one) => fs.existsSync(fromRoot(one)));
  if (!found) throw new Error(`${file} refers to ${source}, which has no types in dist/`);
  return found;
}
