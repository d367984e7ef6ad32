import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, entries, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';

let site: Site;
let remove: (() => void)[] = [];

// Hooks of every step are tried with contexts of every form.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyMiddleware = (context: any, next: () => Promise<void>) => Promise<void>;

const use = (step: string, middleware: AnyMiddleware): void => {
  remove.push(site.strapi.plugin('mail-gateway').service('hooks').use(step, middleware));
};

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
});

afterEach(() => {
  remove.forEach((undo) => undo());
  remove = [];
});

afterAll(() => site.stop());

describe('hooks', () => {
  it('the example of the playground: an urgent mail becomes a ticket of high priority', async () => {
    await receive(site, rawMail({ subject: 'URGENT: water in the cellar' }));

    expect((await entries(site, TICKET)).at(-1)).toMatchObject({ priority: 'high' });
  });

  it('run in the order in which they were added, around the step', async () => {
    const seen: string[] = [];
    use('inbound.deliver', async (context, next) => {
      seen.push(`first before ${context.entryDocumentId}`);
      await next();
      seen.push(`first after ${typeof context.entryDocumentId}`);
    });
    use('inbound.deliver', async (_context, next) => {
      seen.push('second before');
      await next();
      seen.push('second after');
    });
    await receive(site, rawMail());

    expect(seen).toEqual(['first before null', 'second before', 'second after', 'first after string']);
  });

  it.each(['inbound.receive', 'inbound.route', 'inbound.deliver'])(
    'an exception in %s is a reason on the mail, which is kept and can be replayed',
    async (step) => {
      use(step, () => Promise.reject(new Error('the CRM is down')));
      const mail = await receive(site, rawMail());

      expect([mail.state, mail.reason]).toEqual(['failed', 'hook_failed']);
      expect(mail.explanation).toContain('the CRM is down');

      remove.forEach((undo) => undo());
      const replayed = await site.admin('POST', `/mail-gateway/inbound-emails/${mail.documentId}/replay`);
      expect(replayed.body.data.state).toBe('delivered');
    }
  );

  it.each(['inbound.receive', 'inbound.route', 'inbound.deliver'])(
    'leaving the step %s out ends the mail as ignored',
    async (step) => {
      use(step, () => Promise.resolve());
      const before = await entries(site, TICKET);
      const mail = await receive(site, rawMail());

      expect([mail.state, mail.reason]).toEqual(['ignored', 'hook_stopped']);
      expect(await entries(site, TICKET)).toHaveLength(before.length);
    }
  );

  it('an exception after the delivery does not undo it and does not repeat it', async () => {
    use('inbound.deliver', async (_context, next) => {
      await next();
      throw new Error('the chat did not answer');
    });
    const before = await entries(site, TICKET);
    const mail = await receive(site, rawMail());

    expect(mail.state).toBe('delivered');
    expect(await entries(site, TICKET)).toHaveLength(before.length + 1);
  });

  it('a wrong step name is refused with the names there are', () => {
    expect(() => use('inbound.deliverr', () => Promise.resolve())).toThrow(/inbound\.deliver/);
  });
});
