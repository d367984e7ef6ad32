import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, entries, messages, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';

const TICKET = 'api::ticket.ticket';

let site: Site;

const answer = (threadId: string | null, body: unknown) =>
  site.admin('POST', `/mail-gateway/threads/${threadId}/messages`, body);

const outbox = () =>
  site.strapi.db.query('plugin::mail-gateway.outbound-email').findMany({ orderBy: { id: 'asc' } });

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
});

afterAll(() => site.stop());

describe('a conversation', () => {
  it('a mail becomes a ticket with a thread, the customer follows it', async () => {
    const mail = await receive(site, rawMail({ subject: 'Printer', body: 'It does not print.' }));

    expect([mail.state, mail.contentType]).toEqual(['delivered', TICKET]);
    const [ticket] = await entries(site, TICKET);
    expect(ticket).toMatchObject({ title: 'Printer', email: 'mary@customer.example' });
    const [message] = await messages(site, mail.threadId ?? '');
    expect(message).toMatchObject({ direction: 'incoming', subject: 'Printer' });
    expect(message?.text).toContain('It does not print.');
  });

  it('an answer waits in the outbox for the customer, its own Message-ID, Reply-To catchall', async () => {
    const mail = await receive(
      site,
      rawMail({
        subject: 'Scanner',
        messageId: '<scanner@customer.example>',
        from: 'Bob <bob@customer.example>',
      })
    );
    const posted = await answer(mail.threadId, { html: '<p>Have you tried <b>turning it off</b>?</p>' });

    expect(posted.status).toBe(200);
    expect(posted.body.data.outbound).toHaveLength(1);
    expect(posted.body.data.outbound[0]).toMatchObject({
      recipient: 'bob@customer.example',
      state: 'queued',
    });
    expect(posted.body.data.messageId).toMatch(/^<[a-z2-7]+\.[a-z2-7]+@site\.example>$/);
    const rows = await outbox();
    expect(rows.at(-1)).toMatchObject({
      recipient: 'bob@customer.example',
      messageId: posted.body.data.messageId,
    });
  });

  it('the reply joins by the Message-ID that we signed, from whatever address', async () => {
    const mail = await receive(site, rawMail({ from: 'Eve <eve@customer.example>' }));
    const posted = await answer(mail.threadId, { text: 'Please send us a photo.' });
    const reply = await receive(
      site,
      rawMail({
        from: 'Eve at home <eve@home.example>',
        to: 'catchall@site.example',
        inReplyTo: posted.body.data.messageId,
        subject: 'Re: photo',
        body: 'Here it is.',
      })
    );

    expect([reply.state, reply.reason, reply.threadId]).toEqual(['delivered', 'appended', mail.threadId]);
    const thread = await messages(site, mail.threadId ?? '');
    expect(thread.map(({ direction }) => direction)).toEqual(['incoming', 'outgoing', 'incoming']);
    expect(thread[2]).toMatchObject({ proof: 'B' });
  });

  it('an entry gets the reply without what was quoted, where its alias asks for that', async () => {
    await addAlias(site, 'brief', TICKET, { mapping: { title: 'subject', description: 'reply' } });
    const body = [
      '<p>It is <b>broken</b> again.</p><span>-- </span><div class="gmail_signature">Mary</div>',
      '<div class="gmail_quote"><div class="gmail_attr">On Mon, 2 Mar 2026, Ed &lt;ed@site.example&gt; wrote:</div>',
      '<blockquote class="gmail_quote">It is mended.</blockquote></div>',
    ].join('');
    const raw = rawMail({ to: 'brief@site.example', subject: 'Re: Printer', body })
      .toString()
      .replace('text/plain', 'text/html');
    const mail = await receive(site, raw);

    expect(mail.state).toBe('delivered');
    const ticket = (await entries(site, TICKET)).at(-1);
    expect(ticket?.description).toBe('It is broken again.');
    const [message] = await messages(site, mail.threadId ?? '');
    expect(message).toMatchObject({
      reply: 'It is broken again.',
      cut: { html: '<p>It is <b>broken</b> again.</p>', text: 'It is broken again.', whole: false },
    });
    expect(message?.html).toContain('It is mended.');
    expect(message?.html).not.toMatch(/class|data-/);
  });

  it('a stranger who only knows a foreign Message-ID does not get in', async () => {
    const mail = await receive(site, rawMail({ messageId: '<known@customer.example>' }));
    const intruder = await receive(
      site,
      rawMail({
        from: 'stranger@elsewhere.example',
        to: 'catchall@site.example',
        inReplyTo: '<known@customer.example>',
        body: 'Please send the contract to me.',
      })
    );

    expect([intruder.state, intruder.reason]).toEqual(['unroutable', 'suggestion']);
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(1);
  });

  it('the customer may go on in the thread from their own mail program', async () => {
    const mail = await receive(
      site,
      rawMail({ messageId: '<own@customer.example>', from: 'ann@customer.example' })
    );
    const more = await receive(
      site,
      rawMail({
        from: 'ann@customer.example',
        to: 'catchall@site.example',
        inReplyTo: '<own@customer.example>',
      })
    );

    expect([more.state, more.threadId]).toEqual(['delivered', mail.threadId]);
  });

  it('a note stays inside', async () => {
    const mail = await receive(site, rawMail());
    const before = await outbox();
    const note = await answer(mail.threadId, { text: 'Careful with this one.', note: true });

    expect(note.status).toBe(200);
    expect(note.body.data).toMatchObject({ messageId: null, outbound: [] });
    expect(await outbox()).toHaveLength(before.length);
  });

  it('an empty answer is refused with a sentence, and nothing is stored', async () => {
    const mail = await receive(site, rawMail());
    const refused = await answer(mail.threadId, { text: '   ' });

    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.error.message).toMatch(/empty|text|html/i);
    expect(await messages(site, mail.threadId ?? '')).toHaveLength(1);
  });

  it('a mail to nobody of ours waits in quarantine and is delivered once an alias claims the address', async () => {
    const mail = await receive(site, rawMail({ to: 'sales@site.example' }));
    expect([mail.state, mail.reason]).toEqual(['unroutable', 'no_recipient_of_ours']);

    await addAlias(site, 'sales');
    const replayed = await site.admin('POST', `/mail-gateway/inbound-emails/${mail.documentId}/replay`);

    expect(replayed.body.data).toMatchObject({ documentId: mail.documentId, state: 'delivered' });
    const again = await site.admin('POST', `/mail-gateway/inbound-emails/${mail.documentId}/replay`);
    expect(again.status).toBe(409);
  });

  it('a mail to catchall without proof is rejected with a sentence', async () => {
    const mail = await receive(site, rawMail({ to: 'catchall@site.example', from: 'new@elsewhere.example' }));

    expect([mail.state, mail.reason]).toEqual(['rejected', 'catchall_no_proof']);
    expect(mail.explanation).toContain('catchall@site.example');
  });

  it('an attachment is served as a download and nothing else, to who may read conversations', async () => {
    const bytes = '<script>alert(1)</script>';
    const mail = await receive(
      site,
      [
        'From: Zoe <zoe@customer.example>',
        'To: support@site.example',
        'Subject: See attached',
        'Message-ID: <attached@customer.example>',
        'Date: Mon, 02 Mar 2026 10:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Here it is.',
        '--b',
        'Content-Type: text/html; name="page.html"',
        'Content-Disposition: attachment; filename="page.html"',
        '',
        bytes,
        '--b--',
        '',
      ].join('\r\n')
    );
    const { body } = await site.admin('GET', `/mail-gateway/threads/${mail.threadId}/messages`);
    const [attachment] = body.data[0].attachments;
    const served = await site.admin('GET', `/mail-gateway/attachments/${attachment.documentId}`);

    expect(served.status).toBe(200);
    expect(served.body).toBe(bytes);
    expect(served.headers.get('content-disposition')).toBe('attachment; filename="page.html"');
    expect(served.headers.get('content-type')).toBe('application/octet-stream');
    expect(served.headers.get('content-security-policy')).toBe('sandbox');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await site.fetch(`/mail-gateway/attachments/${attachment.documentId}`)).status).toBe(401);
    expect((await site.admin('GET', '/mail-gateway/attachments/nothing')).status).toBe(404);
  });
});
