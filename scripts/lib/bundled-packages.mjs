import fs from 'node:fs';
import path from 'node:path';
import { fromRoot } from './paths.mjs';
import { vendorOptions } from './vendor.mjs';

/** Every part of the server on its own, so that the order in which parts are wired together changes nothing. */
const entries = () =>
  [
    ...fs.readdirSync(fromRoot('server/src')).map((part) => `server/src/${part}/index.ts`),
    'admin/src/index.ts',
  ].filter((file) => fs.existsSync(fromRoot(file)));

/**
 * The packages whose code is copied into `dist/`: whatever the sources import that is neither a dependency nor a peer.
 * @returns {Promise<{ name: string, version: string, license: string, text: string }[]>} by name
 */
export async function bundledPackages() {
  const { build } = await import('esbuild');
  const manifest = readJson(fromRoot('package.json'));
  const outside = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const builds = [
    {
      ...vendorOptions(),
      entryPoints: entries(),
      outfile: undefined,
      outdir: 'never-written',
      jsx: 'automatic',
      external: outside,
    },
    vendorOptions(),
  ].map((options) => build({ ...options, write: false, metafile: true, logLevel: 'error' }));
  const files = (await Promise.all(builds)).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const packages = new Map();
  for (const folder of new Set(files.flatMap((file) => packageFolder(file) ?? []))) {
    const found = describe(folder);
    packages.set(`${found.name} ${found.version}`, found);
  }
  return [...packages.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** `node_modules/a/node_modules/@b/c` of a file in there; null for a file of our own. */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? null;
}

function describe(folder) {
  const { name, version, license } = readJson(fromRoot(folder, 'package.json'));
  const file = fs.readdirSync(fromRoot(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? fs.readFileSync(fromRoot(folder, file), 'utf8').trim() : '';
  return { name, version, license, text: text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '') };
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(path.resolve(file), 'utf8'));
}

/** The text of THIRD-PARTY-NOTICES.md. */
export function noticesFor(packages) {
  const introduction =
    '# Third-party notices\n\nThe built plugin (`dist/`) contains code of these packages. `node scripts/notices.mjs` writes ' +
    'this file anew\nafter a package was added, updated or removed.\n';
  const sections = packages.map(
    ({ name, version, license, text }) =>
      `\n## ${name} ${version}\n\nLicence: ${license}\n${text ? `\n\`\`\`text\n${text}\n\`\`\`\n` : ''}`
  );
  return introduction + sections.join('');
}
