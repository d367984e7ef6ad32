import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { openDialogue } from '../../support/dialogue';
import { addAlias, journal } from '../../support/gateway';
import { expectListeners, startListeningSite } from '../../support/listener';
import { freePorts } from '../../support/ports';
import { rawMail } from '../../support/raw-mail';
import { startSite } from '../../support/site';

// Each test boots two sites, one of them on an empty database.
vi.setConfig({ testTimeout: 180_000 });

describe('the listener', () => {
  it('does not start where this process does not work, nor in a command of the Strapi CLI', async () => {
    const [smtp = 0, lmtp = 0] = await freePorts(2);
    const ports = { MAIL_GATEWAY_SMTP_PORT: String(smtp), MAIL_GATEWAY_LMTP_PORT: String(lmtp) };
    const idle = await startSite({ env: { ...ports, MAIL_GATEWAY_WORKER: 'false' } });
    const message = expect.stringContaining('does not work in the background');
    await expectListeners(idle, [
      { state: 'off', port: smtp, message },
      { state: 'off', port: lmtp, message },
    ]);
    await expect(openDialogue(lmtp)).rejects.toThrow();
    await idle.stop({ keep: true });

    const command = await startSite({
      directory: idle.directory,
      env: { ...ports, MAIL_GATEWAY_WORKER: 'true' },
      listen: false,
    });
    await expect(openDialogue(smtp)).rejects.toThrow();
    await command.stop();
  });

  it('is off unless it is configured, and waits where another instance listens: the site works without it', async () => {
    const [smtp = 0] = await freePorts(1);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(smtp, '127.0.0.1', resolve));
    const site = await startSite({
      env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_SMTP_PORT: String(smtp) },
    });
    await expectListeners(site, [
      { protocol: 'smtp', state: 'waiting', message: expect.stringContaining('Another instance listens') },
      { protocol: 'lmtp', state: 'off', message: 'It is not configured.' },
    ]);
    await site.stop();
    await new Promise((resolve) => other.close(resolve));
  });

  it('leaves its ports and what it has answered for to the next start', async () => {
    const first = await startListeningSite();
    await addAlias(first.site, 'support');
    // The first mail never comes through, and the others wait behind it.
    const held = new Promise<void>((resolve) => {
      first.site.strapi
        .plugin('mail-gateway')
        .service('hooks')
        .use('inbound.route', () => {
          resolve();
          return new Promise(() => undefined);
        });
    });
    const dialogue = await first.connect('smtp');
    const answers: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      await dialogue.codes('MAIL FROM:<mary@customer.example>', 'RCPT TO:<support@site.example>', 'DATA');
      answers.push((await dialogue.say(`${rawMail().toString('latin1')}\r\n.`)).text);
    }
    await held;
    const [, ...waiting] = answers.map((answer) => /^250 .*Stored as (\S+)$/.exec(answer)?.[1] ?? '');
    for (const id of waiting) expect((await journal(first.site, id)).state).toBe('received');

    // The client is still connected.
    await first.site.stop({ keep: true });
    expect((await dialogue.reply()).code).toBe(421);
    await expect(openDialogue(first.ports.smtp)).rejects.toThrow();

    const second = await startSite({
      directory: first.site.directory,
      env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_SMTP_PORT: String(first.ports.smtp) },
    });
    await expectListeners(second, [{ state: 'listening' }, { state: 'off' }]);
    expect((await openDialogue(first.ports.smtp)).greeting.code).toBe(220);
    for (const id of waiting) {
      await vi.waitFor(
        async () =>
          expect(await journal(second, id)).toMatchObject({ state: 'delivered', reason: 'created' }),
        { timeout: 30_000 }
      );
    }
    await second.stop();
  });
});
