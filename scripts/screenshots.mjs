/**
 * `npm run screenshots`: visits every page of the admin on a filled playground, in both themes, and keeps the pictures
 * that the documentation shows in `docs/images`; all of them stay in `node_modules/.cache/mail-gateway/screenshots`.
 * Needs Chromium, as the browser tests do (`npm run test:servers -- --install`).
 */
import fs from 'node:fs';
import path from 'node:path';
import { stamps } from './lib/paths.mjs';
import { ensureAdminBuilt, ensurePlaygroundCompiled, fromRoot, say } from './lib/steps.mjs';
import { conclude, runProject } from './lib/vitest.mjs';

const SHOWN = [
  'first-steps-light',
  'general-light',
  'incoming-server-light',
  'alias-light',
  'inbox-light',
  'received-light',
  'received-mail-dark',
  'conversation-panel-light',
  'home-widget-light',
];

const taken = path.join(stamps, 'screenshots');
await ensureAdminBuilt();
await ensurePlaygroundCompiled();
fs.rmSync(taken, { recursive: true, force: true });
const result = await runProject('e2e', ['tests/e2e/tour.test.ts'], { MAIL_GATEWAY_SCREENSHOTS: taken });
for (const name of SHOWN) {
  const picture = path.join(taken, `${name}.png`);
  if (!fs.existsSync(picture)) continue;
  fs.copyFileSync(picture, fromRoot(`docs/images/${name}.png`));
}
say(`pictures of every page: ${taken}`);
conclude([result]);
