import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { setParameter } from '../support/gateway';
import { startSite, type Site } from '../support/site';
import {
  startSmtpDialogue,
  type SmtpDialogue,
  type SmtpFault,
  type SmtpStep,
} from '../support/smtp-dialogue';

/** An outgoing server that leaves the dialogue at any of its steps: what becomes of the mail, and what a person reads. */

interface Email {
  state: string;
  attempts: number;
  failureType: string | null;
  explanation: string | null;
  maybeTwice: boolean;
  messageId: string;
}

let site: Site;
let smtp: SmtpDialogue;
let serverId: string;

const api = async (method: string, path: string, body?: unknown) => {
  const answer = await site.admin(method, `/mail-gateway${path}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body.data;
};

const emailOf = (documentId: string): Promise<Email> => api('GET', `/outbound-emails/${documentId}`);

const until = <T>(work: () => Promise<T>): Promise<T> => vi.waitFor(work, { timeout: 20_000, interval: 40 });

/** An answer to the customer, by the site's own code. @returns documentId of the outbound email. */
const answerOnce = async (text = ''): Promise<string> => {
  const { documentIds } = await site.strapi
    .plugin('mail-gateway')
    .service('mail')
    .send({
      from: 'site@site.example',
      to: 'mary@customer.example',
      subject: 'Your printer',
      text: `It prints again. ${text}`,
    });
  return documentIds[0];
};

/** The first attempt is over: the row says so. */
const tried = (documentId: string): Promise<Email> =>
  until(async () => {
    const email = await emailOf(documentId);
    expect(email.state).not.toBe('sending');
    expect(email.explanation ?? email.state).not.toBe('queued');
    return email;
  });

const settled = (documentId: string, state: string): Promise<Email> =>
  until(async () => {
    const email = await emailOf(documentId);
    expect(email.state, email.explanation ?? '').toBe(state);
    return email;
  });

/** As if the pauses of mails and servers were over, and the queue's turn had come. */
const laterOn = async (): Promise<void> => {
  const past = new Date(0);
  await site.strapi.db
    .connection('mail_gateway_outbound_emails')
    .whereNotNull('next_attempt_at')
    .update({ next_attempt_at: past });
  await site.strapi.db.connection('mail_gateway_outgoing_servers').update({ paused_until: past });
  await api('POST', '/scheduled-actions/email-queue/run');
};

const configure = async (step: SmtpStep): Promise<void> => {
  smtp.keywords = step === 'STARTTLS' ? ['STARTTLS'] : step === 'AUTH' ? ['AUTH PLAIN'] : [];
  await api('PUT', `/outgoing-servers/${serverId}`, {
    encryption: step === 'STARTTLS' ? 'starttls' : 'none',
    ...{ username: 'site', password: 'right', authentication: step === 'AUTH' ? 'password' : 'none' },
  });
};

/** What was wrong is mended: also the encryption that this server only pretends to offer. */
const mend = async (): Promise<void> => {
  smtp.fault = null;
  if (smtp.keywords.includes('STARTTLS')) await configure('connection');
};

const copiesOf = (messageId: string): number =>
  smtp.taken.filter((mail) => mail.messageId === messageId).length;

beforeAll(async () => {
  smtp = await startSmtpDialogue();
  site = await startSite({
    env: { MAIL_GATEWAY_WORKER: 'true', MAIL_GATEWAY_ALLOWED_PORTS: String(smtp.port) },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  const server = await api('POST', '/outgoing-servers', {
    ...{ name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' },
  });
  serverId = server.documentId;
});

afterEach(() => {
  smtp.fault = null;
});

afterAll(async () => {
  await site?.stop();
  await smtp?.stop();
});

const UNUSABLE = /^Waiting\. The outgoing server could not be used: /;
const LOGIN = /^Waiting\. The outgoing server refused the login: /;
const CLOSING = /^Waiting\. The outgoing server is closing its connections: 421 /;
const LOST = /^Tried again later\. The connection was lost before the mail was handed over: /;
const UNCERTAIN = /^The connection was lost after the mail was handed over.* may then arrive twice\.$/;

describe('a server that fails before it has anything of the mail is at fault itself: the mail waits, no attempt counts', () => {
  it.each<[SmtpStep, SmtpFault['how'], RegExp]>([
    ['connection', 'close', UNUSABLE],
    ['connection', '421', UNUSABLE],
    ['greeting', 'close', UNUSABLE],
    ['EHLO', 'close', UNUSABLE],
    ['EHLO', '421', UNUSABLE],
    ['STARTTLS', 'close', UNUSABLE],
    ['STARTTLS', '421', UNUSABLE],
    ['AUTH', 'close', UNUSABLE],
    ['AUTH', '421', LOGIN],
    ['MAIL', '421', CLOSING],
    ['RCPT', '421', CLOSING],
    ['DATA', '421', CLOSING],
    ['dot', '421', CLOSING],
  ])('%s: %s', async (step, how, words) => {
    await configure(step);
    smtp.fault = { step, how };
    const id = await answerOnce();
    const email = await tried(id);
    expect(email).toMatchObject({ state: 'queued', attempts: 0, explanation: expect.stringMatching(words) });
    const server = await until(async () => {
      const row = await api('GET', `/outgoing-servers/${serverId}`);
      expect(row.state).toBe('failing');
      return row;
    });
    expect(server.lastError).toMatch(/^The outgoing server /);
    expect(copiesOf(email.messageId)).toBe(0);

    await mend();
    await laterOn();

    await settled(id, 'accepted');
    expect(copiesOf(email.messageId)).toBe(1);
    await until(async () => expect((await api('GET', `/outgoing-servers/${serverId}`)).state).toBe('ok'));
  });
});

describe('a connection that is lost before the final dot delivered nothing: the mail is tried again in a minute', () => {
  it.each<[SmtpStep, number]>([
    ['MAIL', 0],
    ['RCPT', 0],
    // Larger than what sockets hold on their way: the end of it has not gone out.
    ['DATA', 20_000_000],
    ['content', 20_000_000],
  ])('%s: close', async (step, size) => {
    await configure(step);
    smtp.fault = { step, how: 'close' };
    const id = await answerOnce('x'.repeat(size));
    const email = await tried(id);
    expect(email).toMatchObject({ state: 'queued', attempts: 1, explanation: expect.stringMatching(LOST) });
    expect(copiesOf(email.messageId)).toBe(0);

    await mend();
    await laterOn();

    await settled(id, 'accepted');
    expect(copiesOf(email.messageId)).toBe(1);
  });
});

describe('a connection that is lost after the final dot', () => {
  it.each<SmtpStep>(['DATA', 'content'])(
    'or at %s of a small mail, the end of which is on its way already: uncertain, and sent once more',
    async (step) => {
      await configure(step);
      smtp.fault = { step, how: 'close' };
      const id = await answerOnce();
      const email = await settled(id, 'uncertain');
      await mend();
      await laterOn();
      await settled(id, 'accepted');
      expect(copiesOf(email.messageId)).toBe(1);
    }
  );

  it('before the answer: nobody knows, the mail is sent once more by policy, and says that it may arrive twice', async () => {
    await configure('dot');
    smtp.fault = { step: 'dot', how: 'close' };
    const id = await answerOnce();
    const email = await settled(id, 'uncertain');
    expect(email).toMatchObject({ attempts: 1, explanation: expect.stringMatching(UNCERTAIN) });

    await mend();
    await laterOn();

    expect(await settled(id, 'accepted')).toMatchObject({
      maybeTwice: true,
      explanation: 'Accepted at the second sending; it may have arrived twice.',
      messageId: email.messageId,
    });
    expect(copiesOf(email.messageId)).toBe(2);
  });

  it('each time: it is sent twice and never a third time', async () => {
    smtp.fault = { step: 'dot', how: 'close' };
    const id = await answerOnce();
    const email = await settled(id, 'uncertain');
    await laterOn();
    await until(async () => expect((await emailOf(id)).maybeTwice).toBe(true));
    const last = await settled(id, 'uncertain');
    expect(last.explanation).toMatch(/Nobody knows whether it arrived\.$/);
    await mend();
    await laterOn();
    await settled(await answerOnce(), 'accepted');
    expect(await emailOf(id)).toMatchObject({ state: 'uncertain', maybeTwice: true });
    expect(copiesOf(email.messageId)).toBe(2);
  });

  it.each<SmtpFault['how']>(['close', '421'])(
    'behind the 250 (%s): the mail is accepted, once',
    async (how) => {
      smtp.fault = { step: 'accepted', how };
      const id = await answerOnce();
      const email = await settled(id, 'accepted');
      await mend();
      await laterOn();
      await settled(await answerOnce(), 'accepted');
      expect(await emailOf(id)).toMatchObject({ state: 'accepted', attempts: 1, maybeTwice: false });
      expect(copiesOf(email.messageId)).toBe(1);
    }
  );
});

describe('a server that says 421 in the middle of the content', () => {
  it('has taken nothing: the mail waits and is delivered once', async () => {
    smtp.fault = { step: 'content', how: '421' };
    const id = await answerOnce();
    const email = await tried(id);
    expect(email.state).toBe('queued');
    expect(copiesOf(email.messageId)).toBe(0);
    await mend();
    await laterOn();
    await settled(id, 'accepted');
    expect(copiesOf(email.messageId)).toBe(1);
  });
});
