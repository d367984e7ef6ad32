import { describe, expect, it, vi } from 'vitest';
import { openDialogue } from '../../support/dialogue';
import { addAlias, journal } from '../../support/gateway';
import { expectListeners, startListeningSite } from '../../support/listener';
import { rawMail } from '../../support/raw-mail';
import { startSite } from '../../support/site';

describe('the listener of a site that stops', () => {
  it('frees its ports when Strapi stops, whoever is still connected; the next start has them', async () => {
    const first = await startListeningSite();
    const { dialogue } = await openDialogue(first.ports.smtp);
    await first.site.stop({ keep: true });
    await expect(openDialogue(first.ports.smtp)).rejects.toThrow();
    expect((await dialogue.reply()).code).toBe(421);

    const { smtp } = first.ports;
    const second = await startSite({
      directory: first.site.directory,
      env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_SMTP_PORT: String(smtp) },
    });
    await expectListeners(second, [{ state: 'listening' }, { state: 'off' }]);
    expect((await openDialogue(smtp)).greeting.code).toBe(220);
    await second.stop();
  });

  it('loses nothing that it has answered for: what waited when Strapi stopped is taken up by the next start', async () => {
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
    await first.site.stop({ keep: true });

    const second = await startSite({
      directory: first.site.directory,
      env: { MAIL_GATEWAY_WORKER: 'true' },
    });
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
