import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { openDialogue } from '../../support/dialogue';
import { expectListeners, startListeningSite } from '../../support/listener';
import { freePorts } from '../../support/ports';
import { startSite } from '../../support/site';

/** The key pair that the library brings along, and that everybody therefore has. */
const BUILT_IN: string = createRequire(import.meta.url)('smtp-server/lib/tls-options').default({}).cert;

const envOf = (smtp: number, lmtp: number, worker = 'true'): Record<string, string> => ({
  MAIL_GATEWAY_WORKER: worker,
  MAIL_GATEWAY_SMTP_PORT: String(smtp),
  MAIL_GATEWAY_LMTP_PORT: String(lmtp),
});

describe('the listener', () => {
  it('is off unless it is configured', async () => {
    const site = await startSite({ env: { MAIL_GATEWAY_WORKER: 'true' } });
    await expectListeners(site, [
      { protocol: 'smtp', state: 'off', message: 'It is not configured.' },
      { protocol: 'lmtp', state: 'off', message: 'It is not configured.' },
    ]);
    await site.stop();
  });

  it('does not start in a command of the Strapi CLI, nor where this process does not work', async () => {
    const [smtp = 0, lmtp = 0] = await freePorts(2);
    const command = await startSite({ env: envOf(smtp, lmtp), listen: false });
    await expect(openDialogue(smtp)).rejects.toThrow();
    await command.stop();

    const idle = await startSite({ env: envOf(smtp, lmtp, 'false') });
    await expectListeners(idle, [
      { state: 'off', port: smtp, message: expect.stringContaining('does not work in the background') },
      { state: 'off', port: lmtp },
    ]);
    await expect(openDialogue(lmtp)).rejects.toThrow();
    await idle.stop();
  });

  it('waits where another instance listens: the site works without it', async () => {
    const [smtp = 0, lmtp = 0] = await freePorts(2);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(smtp, '127.0.0.1', resolve));
    const site = await startSite({ env: envOf(smtp, lmtp) });
    await expectListeners(site, [
      { state: 'waiting', message: expect.stringContaining('Another instance listens') },
      { state: 'listening' },
    ]);
    await site.stop();
    await new Promise((resolve) => other.close(resolve));
  });

  it('encrypts with a key that was made at start, not with the one that everybody knows', async () => {
    const { site, connect } = await startListeningSite();
    const shown = [];
    for (const protocol of ['smtp', 'lmtp'] as const) {
      const dialogue = await connect(protocol);
      shown.push((await dialogue.upgrade()).fingerprint256);
      const hello = protocol === 'lmtp' ? 'LHLO client.example' : 'EHLO client.example';
      expect((await dialogue.say(hello)).code).toBe(250);
      dialogue.cut();
    }

    expect(new Set(shown).size).toBe(2);
    expect(shown).not.toContain(new X509Certificate(BUILT_IN).fingerprint256);
    await site.stop();
  });
});
