/** Writes THIRD-PARTY-NOTICES.md: what the licences of the packages ask for whose code is copied into `dist/`. */
import fs from 'node:fs';
import { bundledPackages, noticesFor } from './lib/bundled-packages.mjs';
import { ensureInstalled, fromRoot, say } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

await ensureInstalled();
await ensureVendored();
const packages = await bundledPackages();
fs.writeFileSync(fromRoot('THIRD-PARTY-NOTICES.md'), noticesFor(packages));
say(`THIRD-PARTY-NOTICES.md names ${packages.length} packages`);
