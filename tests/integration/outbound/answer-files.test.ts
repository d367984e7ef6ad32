import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addEditor, READ_TICKETS, type Editor } from '../../support/editors';
import { addAlias, messages, receive, setParameter } from '../../support/gateway';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Answer, type Site } from '../../support/site';
import { startSmtpSink, type SmtpSink } from '../../support/smtp';

/** Files that an editor sends along with an answer, or keeps with a note. */

let site: Site;
let sink: SmtpSink;
let eve: Editor;
let mallory: Editor;
let thread: string;

const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 13, 10, 26, 10, 255, 254]);
const picture = (): File => new File([PICTURE], 'Rückseite.png', { type: 'image/png' });
const list = (): File => new File(['a,b\r\n'], 'list.csv', { type: 'text/csv' });

const form = (words: Record<string, string>, files: readonly File[]): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(words)) data.append(name, value);
  for (const file of files) data.append('files', file);
  return data;
};

const post = async (
  { token }: Editor,
  words: Record<string, string>,
  files: readonly File[]
): Promise<Answer> =>
  site.fetch(`/mail-gateway/threads/${thread}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form(words, files),
  });

const shownIn = async (editor: Editor) =>
  (await editor.call('GET', `/threads/${thread}/messages`)).body.data.at(-1);

const download = ({ token }: Editor, documentId: string): Promise<Response> =>
  fetch(`${site.url}/mail-gateway/attachments/${documentId}`, {
    headers: { authorization: `Bearer ${token}` },
  });

beforeAll(async () => {
  sink = await startSmtpSink();
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(sink.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await addAlias(site, 'support');
  await site.admin('POST', '/mail-gateway/outgoing-servers', {
    ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
  });
  eve = await addEditor(site, 'Eve', [READ_TICKETS]);
  mallory = await addEditor(site, 'Mallory', []);
});

afterAll(async () => {
  await site.stop();
  await sink.stop();
});

beforeEach(async () => {
  thread = (await receive(site, rawMail())).threadId ?? '';
});

describe('files of an answer', () => {
  it('leave with it as they are, and stay with it in the conversation', async () => {
    const { status, body } = await post(eve, { text: 'See the picture.\nAnd the list.' }, [
      picture(),
      list(),
    ]);
    expect([status, body.data.outbound.length]).toEqual([200, 1]);
    await vi.waitFor(() => expect(sink.mails).toHaveLength(1), { timeout: 20_000 });
    const mail = await simpleParser(Buffer.from(sink.mails[0]?.raw ?? '', 'latin1'));
    expect(mail.text).toContain('See the picture.');
    expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Rückseite.png', 'image/png'],
      ['list.csv', 'text/csv'],
    ]);
    expect(mail.attachments[0]?.content).toEqual(PICTURE);

    const { attachments, text } = await shownIn(eve);
    expect(text).toBe('See the picture.\nAnd the list.');
    expect(attachments).toMatchObject([
      { name: 'Rückseite.png', type: 'image/png', size: PICTURE.length },
      { name: 'list.csv', type: 'text/csv', size: 5 },
    ]);
    const file = await download(eve, attachments[0].documentId);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PICTURE);
    expect((await download(mallory, attachments[0].documentId)).status).toBe(404);
  });

  it('are an answer without words', async () => {
    expect((await post(eve, {}, [list()])).status).toBe(200);
    expect(await shownIn(eve)).toMatchObject({ direction: 'outgoing', attachments: [{ name: 'list.csv' }] });
    expect((await post(eve, {}, [])).status).toBe(422);
    expect((await post(eve, { text: ' ' }, [])).status).toBe(422);
  });

  it('stay among colleagues with a note', async () => {
    const before = sink.mails.length;
    const { body } = await post(eve, { text: 'Look.', note: 'true' }, [list()]);
    expect(body.data.outbound).toEqual([]);
    expect(await shownIn(eve)).toMatchObject({ direction: 'note', attachments: [{ name: 'list.csv' }] });
    expect((await post(eve, { text: 'Nothing more.', note: 'true' }, [])).status).toBe(200);
    expect(await shownIn(eve)).toMatchObject({ direction: 'note', text: 'Nothing more.', attachments: [] });
    expect(sink.mails).toHaveLength(before);
  });

  it('of more than a mail can carry are refused, and nothing is sent', async () => {
    const half = () => new File([Buffer.alloc(8_000_000)], 'half.bin');
    const large = await post(eve, { text: 'Here.' }, [half(), half()]);
    expect([large.status, large.body.error.code]).toEqual([413, 'files_too_large']);
    const many = await post(eve, { text: 'Here.' }, Array.from({ length: 21 }, list));
    expect([many.status, many.body.error.code]).toEqual([422, 'too_many_files']);
    expect(await messages(site, thread)).toHaveLength(1);
  });

  it('leave once where the answer to them was lost, and others are another answer', async () => {
    const words = { text: 'See the list.', requestId: randomUUID() };
    const first = await post(eve, words, [list()]);
    const second = await post(eve, words, [list()]);
    expect(second.body.data.documentId).toBe(first.body.data.documentId);
    expect(await messages(site, thread)).toHaveLength(2);
    const other = await post(eve, words, [picture()]);
    expect([other.status, other.body.error.code]).toEqual([409, 'request_reused']);
  });

  it('bear a name without a path, and a type, whatever the form says', async () => {
    const odd = [
      new File(['a'], '../../etc/passwd', { type: 'text/x; "' }),
      new File(['a'], '', { type: '' }),
    ];
    expect((await post(eve, {}, odd)).status).toBe(200);
    const { attachments } = await shownIn(eve);
    for (const { name, type } of attachments) {
      expect(name).toMatch(/^[^/\\]+$/);
      expect(type).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
    }
  });

  it('are nothing that a stranger may hand in', async () => {
    expect((await post(mallory, { text: 'Here.' }, [list()])).status).toBe(404);
    expect(await messages(site, thread)).toHaveLength(1);
  });
});
