import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';

const OUTBOX = 'plugin::mail-gateway.outbound-email';
const MIME_MAIL = [
  'From: Mary Customer <mary@customer.example>',
  'To: support@site.example',
  'Subject: A photo',
  'Message-ID: <photo@customer.example>',
  'Date: Mon, 02 Mar 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>See the photo.</p><script>alert(1)</script>',
  '--b',
  'Content-Type: image/png; name=photo.png',
  'Content-Disposition: attachment; filename=photo.png',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--b--',
  '',
].join('\r\n');

let site: Site;
let thread = '';

const api = (method: string, path: string, body?: unknown): Promise<Answer> =>
  site.admin(method, `/mail-gateway${path}`, body);

const answer = async (text: string): Promise<{ documentId: string; outbound: { documentId: string }[] }> => {
  const posted = await api('POST', `/threads/${thread}/messages`, { text });
  expect(posted.status, JSON.stringify(posted.body)).toBe(200);
  return posted.body.data;
};

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  const row = await receive(site, MIME_MAIL, { recipients: ['support@site.example'] });
  thread = row.threadId ?? '';
});

afterAll(() => site.stop());

describe('the outbox', () => {
  it('shows an answer that failed, with the server’s words and without what the mail says', async () => {
    const { documentId, outbound } = await answer('The secret of the printer');
    const mail = outbound[0]?.documentId ?? '';
    await site.strapi.db.query(OUTBOX).update({
      where: { documentId: mail },
      data: {
        state: 'failed',
        attempts: 1,
        smtpCode: 550,
        enhancedCode: '5.1.1',
        response: '550 5.1.1 No such user',
        failureType: 'recipient',
        explanation: 'The recipient does not exist.',
        decision: { server: 'the only one' },
      },
    });

    const list = await api('GET', '/outbound-emails?state=failed');
    expect(list.body.data).toHaveLength(1);
    expect(list.body.data[0]).toMatchObject({
      documentId: mail,
      kind: 'transactional',
      recipient: 'mary@customer.example',
      smtpCode: 550,
      response: '550 5.1.1 No such user',
      explanation: 'The recipient does not exist.',
      contentType: 'api::ticket.ticket',
      threadMessageId: documentId,
      messageId: expect.stringMatching(/^<.+@site\.example>$/),
    });
    const detail = await api('GET', `/outbound-emails/${mail}`);
    expect(detail.body.data).toMatchObject({ documentId: mail, decision: { server: 'the only one' } });
    for (const body of [list.body, detail.body]) {
      const shown = JSON.stringify(body);
      expect(shown).not.toContain('secret of the printer');
      expect(shown).not.toMatch(/"(subject|contentId|html|text|lockedBy|messageKey)"/);
    }
    expect((await api('GET', '/outbound-emails/nothing')).status).toBe(404);
    expect((await api('GET', '/outbound-emails?state=lost')).status).toBe(400);
  });

  it('is paged newest first, and searched by recipient', async () => {
    for (const text of ['one', 'two', 'three']) await answer(text);
    const all = (await api('GET', '/outbound-emails')).body.data.map((row: Answer['body']) => row.documentId);
    expect(all).toHaveLength(4);

    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const path: string = `/outbound-emails?limit=1${next ? `&cursor=${next}` : ''}`;
      const { data, meta } = (await api('GET', path)).body;
      paged.push(...data.map((row: Answer['body']) => row.documentId));
      next = meta.next;
    }
    expect(paged).toEqual(all);

    expect((await api('GET', '/outbound-emails?q=MARY@')).body.data).toHaveLength(4);
    expect((await api('GET', '/outbound-emails?q=nobody@')).body.data).toEqual([]);
    expect((await api('GET', '/outbound-emails?cursor=999999999999999')).body.data).toHaveLength(4);
  });
});

describe('a conversation', () => {
  it('is read oldest first, with files, authors and what became of each answer', async () => {
    await api('POST', `/threads/${thread}/messages`, { text: 'Between us', note: true });
    const { data, meta } = (await api('GET', `/threads/${thread}/messages`)).body;

    expect(meta.next).toBeNull();
    expect(data.map((message: Answer['body']) => message.direction)).toEqual([
      'incoming',
      'outgoing',
      'outgoing',
      'outgoing',
      'outgoing',
      'note',
    ]);
    expect(data[0]).toMatchObject({
      from: [{ address: 'mary@customer.example', name: 'Mary Customer' }],
      subject: 'A photo',
      html: expect.stringContaining('See the photo.'),
      author: { type: 'address', address: 'mary@customer.example' },
      sentAt: '2026-03-02T10:00:00.000Z',
      attachments: [{ documentId: expect.any(String), name: 'photo.png', type: 'image/png', size: 8 }],
      outbound: [],
    });
    expect(data[0].html).not.toContain('script');
    expect(data[1]).toMatchObject({
      text: 'The secret of the printer',
      to: [{ address: 'mary@customer.example' }],
      author: { type: 'admin' },
      outbound: [
        { recipient: 'mary@customer.example', state: 'failed', explanation: 'The recipient does not exist.' },
      ],
    });
    expect(data[2].outbound).toMatchObject([{ state: 'queued' }]);
    expect(data[5]).toMatchObject({ text: 'Between us', outbound: [] });
  });

  it('is paged by key, and not found when there is none', async () => {
    const first = (await api('GET', `/threads/${thread}/messages?limit=4`)).body;
    const rest = (await api('GET', `/threads/${thread}/messages?limit=4&cursor=${first.meta.next}`)).body;
    expect([first.data.length, rest.data.length, rest.meta.next]).toEqual([4, 2, null]);
    expect((await api('GET', '/threads/nothing/messages')).status).toBe(404);
  });

  it('holds nothing of another conversation', async () => {
    const other = await receive(site, rawMail({ from: 'bob@other.example' }), {
      recipients: ['support@site.example'],
    });
    const { data } = (await api('GET', `/threads/${other.threadId}/messages`)).body;
    expect(data).toHaveLength(1);
    expect(data[0].author.address).toBe('bob@other.example');
  });
});
