import { ensureInstalled } from './lib/steps.mjs';
import { ensureVendored } from './lib/vendor.mjs';

await ensureInstalled();
await ensureVendored();
