import fs from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';

/**
 * The repository root, where the plugin lives. It has to be an absolute path: Strapi looks a relative `resolve` up from
 * inside its own packages first. It is searched upwards because this file runs from `config/` as well as compiled from
 * `dist/config/`.
 */
const pluginRoot = (from: string): string => {
  const manifest = path.join(from, 'package.json');
  if (fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, 'utf8')).strapi?.kind === 'plugin')
    return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('The playground only works inside the repository of the plugin.');
  return pluginRoot(parent);
};

/** A listener on a port of this machine; without a port it is off. */
const listenerOn = (port: number | undefined) => (port === undefined ? null : { port });

export default ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  'mail-gateway': {
    enabled: env.bool('MAIL_GATEWAY_ENABLED', true),
    resolve: pluginRoot(__dirname),
    config: {
      worker: env.bool('MAIL_GATEWAY_WORKER', true),
      // For tests of crashes, which cannot wait half a minute after each.
      takeOverAfter: env.int('MAIL_GATEWAY_TAKE_OVER_AFTER', 30),
      listener: {
        smtp: listenerOn(env.int('MAIL_GATEWAY_SMTP_PORT')),
        lmtp: listenerOn(env.int('MAIL_GATEWAY_LMTP_PORT')),
      },
      // The demo's and the tests' mail servers listen on free ports of this machine, not on the mail ports.
      network: { allowedPorts: env.array('MAIL_GATEWAY_ALLOWED_PORTS', []).map(Number) },
      inbound: { maxMessageSize: env.int('MAIL_GATEWAY_MAX_MESSAGE_SIZE', 50 * 1024 * 1024) },
      outbound: { uncertain: { transactional: env('MAIL_GATEWAY_UNCERTAIN', 'resend') } },
    },
  },
  'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
});
