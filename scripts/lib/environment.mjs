import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { playground } from './paths.mjs';

/** Fresh values for every secret that the playground reads from its environment. */
export function freshSecrets() {
  const secret = () => randomBytes(24).toString('base64');
  return {
    APP_KEYS: `${secret()},${secret()}`,
    ADMIN_JWT_SECRET: secret(),
    API_TOKEN_SALT: secret(),
    TRANSFER_TOKEN_SALT: secret(),
    JWT_SECRET: secret(),
    ENCRYPTION_KEY: secret(),
  };
}

/** Writes `playground/.env` from the example with fresh secrets, unless there is one. @returns whether it was written */
export function ensureEnvironmentFile() {
  const file = path.join(playground, '.env');
  if (fs.existsSync(file)) return false;
  const secrets = freshSecrets();
  const example = fs.readFileSync(path.join(playground, '.env.example'), 'utf8');
  const lines = example
    .split('\n')
    .filter((line) => !line.startsWith('# Copy to .env'))
    .map((line) => {
      const name = line.split('=', 1)[0];
      return name in secrets ? `${name}=${secrets[name]}` : line;
    });
  fs.writeFileSync(file, lines.join('\n').trimStart(), { mode: 0o600 });
  return true;
}
