import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ARRIVAL } from '../support/customer';
import { startDovecot, type Dovecot } from '../support/dovecot';
import { addEditor, READ_TICKETS, type Editor } from '../support/editors';
import { addAlias, entries, messages, setParameter } from '../support/gateway';
import { canRunPostfix, startPostfix, type Postfix } from '../support/postfix';
import { startSite, type Site } from '../support/site';
import type { SmtpSink } from '../support/smtp';
import { journalOf, queueIsEmpty, sendThrough, startGraveyard, TICKET } from './postfix/circles';
import { appleMail, gmail, outlook, threadless, vacationNote } from './postfix/mail-programs';
import { createPerson, markOf, type Person } from './postfix/person';

/**
 * One long discussion by mail, in the ways of three mail programs: two customers, a partner and a colleague with
 * mailboxes of their own, and an editor in the panel. Each thing that is said carries a mark.
 */

const FOLLOWER = 'plugin::mail-gateway.follower';
const JOURNAL = 'plugin::mail-gateway.inbound-email';

describe.skipIf(!canRunPostfix())('a long discussion', () => {
  let dovecot: Dovecot;
  let graveyard: SmtpSink;
  let postfix: Postfix;
  let site: Site;
  let eveUser: Editor;
  let adaId: string;
  let server: string;
  let thread: string;
  let mary: Person;
  let bob: Person;
  let carl: Person;
  let eve: Person;

  /** Marks that each person should have by now. */
  const expected = new Map<Person, string[]>();
  const arrivals = { count: 0 };

  const reach = (mark: string, ...people: Person[]): void => {
    for (const person of people) expected.get(person)?.push(mark);
  };

  /** Waits until all mailboxes hold what they should, and nothing else is under way. */
  const allHave = async (): Promise<void> => {
    for (const [person, marks] of expected) await person.has(...marks);
    await queueIsEmpty(postfix);
    for (const [person, marks] of expected) await person.has(...marks);
  };

  /** Waits until the site took in so many more mails. */
  const arrive = async (count: number): Promise<void> => {
    arrivals.count += count;
    await vi.waitFor(async () => {
      await site.admin('POST', `${server}/fetch`, {});
      const rows: { state: string }[] = await site.strapi.db.query(JOURNAL).findMany({});
      expect(rows.filter(({ state }) => state !== 'received')).toHaveLength(arrivals.count);
    }, ARRIVAL);
  };

  const post = async (text: string, note = false): Promise<void> => {
    const body = { text, note };
    const { status, body: said } = await site.admin('POST', `/mail-gateway/threads/${thread}/messages`, body);
    expect(status, JSON.stringify(said)).toBe(200);
  };

  const threads = () => site.strapi.plugin('mail-gateway').service('thread');

  const followerOf = (email: string) =>
    site.strapi.db.query(FOLLOWER).findOne({ where: { threadId: thread, email } });

  const unread = async (): Promise<{ ada: number; eve: number }> => ({
    ada: (await followerOf('ada@site.example')).unread,
    eve: (await followerOf(eve.address)).unread,
  });

  /** What the thread holds, as `m03 incoming A Mary`. */
  const said = async (): Promise<string[]> =>
    (await messages(site, thread)).map(({ text, direction, proof, author }) => {
      const { type, name } = author as { type: string; name: string };
      return [markOf({ text: String(text) }), direction, proof ?? '-', type, name].join(' ');
    });

  beforeAll(async () => {
    dovecot = await startDovecot();
    graveyard = await startGraveyard();
    const mailboxes = `lmtp:inet:127.0.0.1:${dovecot.ports.lmtp}`;
    const domains = ['customer.example', 'partner.example', 'colleague.example', 'provider.example'];
    postfix = await startPostfix({
      transports: {
        ...Object.fromEntries([...domains, 'home.example'].map((domain) => [domain, mailboxes])),
        'gone.example': `smtp:[127.0.0.1]:${graveyard.port}`,
      },
      aliases: { '@site.example': 'site@provider.example' },
      // Stands for the filter of a provider, which sees who is who.
      headerChecks: {
        '/^From:.*@((customer|partner|colleague)\\.example)>?$/':
          'PREPEND Authentication-Results: mx.provider.example; dmarc=pass header.from=$1',
      },
    });
    site = await startSite({
      env: {
        MAIL_GATEWAY_WORKER: 'true',
        MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${postfix.port}`,
      },
    });
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await addAlias(site, 'support');
    await sendThrough(site, postfix);
    const saved = await site.admin('POST', '/mail-gateway/incoming-servers', {
      ...{ name: 'Catch-all', host: '127.0.0.1', port: dovecot.ports.imap, encryption: 'none' },
      ...{ username: 'site@provider.example', password: dovecot.password },
      trustedAuthservId: 'mx.provider.example',
    });
    server = `/mail-gateway/incoming-servers/${saved.body.data.documentId}`;
    expect((await site.admin('POST', `${server}/confirm`, {})).body.data).toMatchObject({ ok: true });

    const at = { postfix, dovecot };
    mary = createPerson('Mary', 'mary@customer.example', gmail, at);
    bob = createPerson('Bob', 'bob@customer.example', outlook, at);
    carl = createPerson('Carl', 'carl@partner.example', appleMail, at);
    eve = createPerson('Eve', 'eve@colleague.example', gmail, at);
    for (const person of [mary, bob, carl, eve]) expected.set(person, []);
    eveUser = await addEditor(site, 'Eve', [READ_TICKETS], eve.address);
    const ada = await site.strapi.db.query('admin::user').findOne({ where: { email: 'ada@site.example' } });
    adaId = ada.documentId;
  });

  afterAll(async () => {
    await site?.stop();
    await postfix?.stop();
    await graveyard?.stop();
    await dovecot?.stop();
  });

  it('begins with a question, and goes to all who follow', async () => {
    const question = { to: 'support@site.example', subject: 'Printer on fire', text: '[m01] It burns.' };
    await mary.write({ ...question, cc: [bob.address] });
    reach('m01', bob);
    await arrive(1);
    const [entry] = await site.strapi.db.query(JOURNAL).findMany({});
    thread = entry.threadId;
    const { follow } = threads();
    await follow(thread, { address: 'ada@site.example', name: 'Ada Admin', adminUser: adaId });
    await follow(thread, { address: bob.address, name: 'Bob', adminUser: null });
    await follow(thread, { address: carl.address, name: 'Carl', adminUser: null });
    const { documentId: adminUser } = eveUser;
    await follow(thread, { address: eve.address, name: 'Eve Editor', adminUser, channel: 'email' });

    await post('[m02] Is it plugged in?');
    reach('m02', mary, bob, carl, eve);
    await allHave();
    expect((await carl.mail('m02')).text).toContain('> [m01] It burns.');
    expect((await bob.mail('m02')).text).not.toContain('[m01]');
    expect(await unread()).toEqual({ ada: 0, eve: 1 });
  });

  it('takes answers of two who answer at once', async () => {
    await mary.answer('m02', '[m03] It is.');
    await bob.answer('m02', '[m04] It was, when I left.');
    reach('m03', bob, carl, eve);
    reach('m04', mary, carl, eve);
    await arrive(2);
    await allHave();
    expect(await unread()).toEqual({ ada: 2, eve: 3 });
  });

  it('sends no second mail to who got the first, and speaks for a colleague who answers by mail', async () => {
    await carl.answer('m03', '[m05] Ours burned as well.', { all: true, cc: [mary.address] });
    await eve.answer('m04', '[m06] I shall come by.');
    reach('m05', mary, bob, eve);
    reach('m06', mary, bob, carl);
    await arrive(2);
    await allHave();
    expect(await unread()).toEqual({ ada: 4, eve: 4 });
    for (const person of [mary, bob, carl]) {
      expect(await person.mail('m06')).toMatchObject({ from: 'notifications@site.example' });
    }
  });

  it('keeps notes among colleagues, also when they are answered by mail', async () => {
    await post('[m07] Between us: she plays with matches.', true);
    reach('m07', eve);
    await allHave();
    await eve.answer('m07', '[m08] I knew it.');
    await arrive(1);
    await post('[m09] Eve is on her way.');
    reach('m09', mary, bob, carl, eve);
    await allHave();
    expect(await unread()).toEqual({ ada: 5, eve: 6 });
  });

  it('records a vacation note and tells nobody', async () => {
    await carl.answer('m09', '[m10] I am on the beach.', { program: vacationNote });
    await arrive(1);
    await allHave();
    expect((await said()).at(-1)).toMatch(/^m10 incoming . address Carl$/);
  });

  it('knows by the address alone whose answer it is', async () => {
    await setParameter(site, 'mail.catchall.delimiter', '+');
    await post('[m11] What does it smell of?');
    reach('m11', mary, bob, carl, eve);
    await allHave();
    await carl.answer('m11', '[m12] Of the sea.', { program: threadless });
    await mary.answer('m11', '[m13] Of toner.', { cc: [bob.address] });
    reach('m12', mary, bob, eve);
    reach('m13', bob, carl, eve);
    await arrive(2);
    await allHave();
    // Answers to all: to Mary, who wrote to him, and to the address with her key.
    await bob.answer('m13', '[m14] Of smoke.', { all: true });
    reach('m14', mary, carl, eve);
    await arrive(1);
    await allHave();
  });

  it('does not tell customers what a colleague answers to a note, whatever the mail program leaves out', async () => {
    await post('[m15] Shall we charge her for it?', true);
    reach('m15', eve);
    await allHave();
    await eve.answer('m15', '[m16] Twice.', { program: threadless });
    await arrive(1);
    await eveUser.call('POST', `/threads/${thread}/messages`, { text: '[m17] It is gone now.' });
    reach('m17', mary, bob, carl);
    await allHave();
    expect(await mary.mail('m17')).toMatchObject({ from: 'notifications@site.example' });
  });

  it('tells colleagues alone what nothing proves', async () => {
    const joe = createPerson('Joe', 'joe@home.example', outlook, { postfix, dovecot });
    await dovecot.deliver(joe.address, [(await mary.mail('m11')).raw]);
    await joe.answer('m11', '[m18] Mary forwarded me this.');
    reach('m18', eve);
    await arrive(1);
    await allHave();
    expect((await eve.mail('m18')).text).toMatch(/^\[Not verified: Joe <joe@home\.example> sent this with/);
  });

  it('goes on where one address is dead, and by the inbox alone where a colleague wants no mail', async () => {
    const before = await unread();
    await threads().follow(thread, { address: 'dora@gone.example', name: 'Dora', adminUser: null });
    await threads().followers.setChannel((await followerOf(eve.address)).documentId, 'inbox');
    await mary.answer('m17', '[m19] Thank you all.');
    reach('m19', bob, carl);
    // The mail, and the report on the one to Dora.
    await arrive(2);
    await allHave();
    expect(await journalOf(site, 'Undelivered')).toMatchObject([{ state: 'reported' }]);
    expect(await unread()).toEqual({ ada: before.ada + 1, eve: before.eve + 1 });
  });

  it('is one conversation of one entry, in order, with the right authors', async () => {
    expect(await said()).toEqual([
      'm01 incoming - address Mary',
      'm02 outgoing - admin Ada Admin',
      'm03 incoming A address Mary',
      'm04 incoming A address Bob',
      'm05 incoming A address Carl',
      'm06 incoming A admin Eve Editor',
      'm07 note - admin Ada Admin',
      'm08 note A admin Eve Editor',
      'm09 outgoing - admin Ada Admin',
      'm10 incoming A address Carl',
      'm11 outgoing - admin Ada Admin',
      'm12 incoming A address Carl',
      'm13 incoming A address Mary',
      'm14 incoming A address Bob',
      'm15 note - admin Ada Admin',
      'm16 note A admin Eve Editor',
      'm17 outgoing - admin Eve Editor',
      'm18 incoming B address Joe',
      'm19 incoming A address Mary',
    ]);
    expect(await entries(site, TICKET)).toHaveLength(1);
    expect(await site.strapi.db.query('plugin::mail-gateway.thread').count()).toBe(1);
  });

  it('shows customers nothing that is not for them, not even quoted', async () => {
    for (const person of [mary, bob, carl]) {
      for (const { raw } of await person.has(...(expected.get(person) ?? []))) {
        expect(raw).not.toMatch(/\[m(07|08|10|15|16|18)\]/);
      }
    }
  });

  it('is one conversation in every mail program, from addresses of the site', async () => {
    for (const [person, marks] of expected) {
      const mails = await person.has(...marks);
      const [, ...later] = mails.filter(({ raw }) => /^X-Mail-Gateway-Id:/im.test(raw));
      for (const { messageId, inReplyTo, references, from, returnPath, raw } of later) {
        const others = mails.map((mail) => mail.messageId).filter((id) => id !== messageId);
        expect([...others, ...person.sent], person.name).toContain(inReplyTo);
        expect(references.slice(-2)).toEqual([inReplyTo, messageId]);
        for (const address of [from, returnPath]) expect(address).toMatch(/@site\.example$/);
        // There is no page yet where followers leave.
        expect(raw).not.toMatch(/^List-/im);
      }
    }
  });
});
