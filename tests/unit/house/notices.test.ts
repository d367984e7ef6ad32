import { expect, it } from 'vitest';
import { bundledPackages, noticesFor } from '../../../scripts/lib/bundled-packages.mjs';
import { read } from './root';

it('THIRD-PARTY-NOTICES.md names every package whose code is in dist/ (else: node scripts/notices.mjs)', async () => {
  const packages = await bundledPackages();
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['mailauth', 'sanitize-html']));
  expect(read('THIRD-PARTY-NOTICES.md')).toBe(noticesFor(packages));
});
