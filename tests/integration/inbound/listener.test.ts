import { buffer } from 'node:stream/consumers';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDialogue, type Dialogue } from '../../support/dialogue';
import { addAlias, entries, journal, setParameter, type JournalEntry } from '../../support/gateway';
import { freePorts } from '../../support/ports';
import { rawMail } from '../../support/raw-mail';
import { startSite, type Site } from '../../support/site';
import { createChunkStore, createDatabase } from '../../../server/src/storage';

const TICKET = 'api::ticket.ticket';
const APPLICANT = 'api::applicant.applicant';
const MB = 1024 * 1024;

let site: Site;
let smtp = 0;
let lmtp = 0;
let supportId = '';

beforeAll(async () => {
  [smtp = 0, lmtp = 0] = await freePorts(2);
  site = await startSite({
    env: {
      MAIL_GATEWAY_WORKER: 'true',
      MAIL_GATEWAY_SMTP_PORT: String(smtp),
      MAIL_GATEWAY_LMTP_PORT: String(lmtp),
    },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  supportId = (await addAlias(site, 'support')).documentId;
  await addAlias(site, 'jobs', APPLICANT);
  await vi.waitFor(async () => {
    const { body } = await site.admin('GET', '/mail-gateway/listeners');
    expect(body.data).toMatchObject([{ state: 'listening' }, { state: 'listening' }]);
  });
});

afterAll(() => site.stop());

const connect = async (port: number): Promise<Dialogue> => {
  const { dialogue } = await openDialogue(port);
  await dialogue.say(port === lmtp ? 'LHLO client.example' : 'EHLO client.example');
  return dialogue;
};

/** Sends by nodemailer; @returns what the server said after the mail. */
const send = async (
  port: number,
  to: string[],
  raw: Buffer,
  from = 'mary@customer.example'
): Promise<{ response: string; rejected: unknown[] }> => {
  const client = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ...(port === lmtp ? { lmtp: true } : {}),
    tls: { rejectUnauthorized: false },
  });
  try {
    return await client.sendMail({ envelope: { from, to }, raw });
  } finally {
    client.close();
  }
};

const count = (): Promise<number> => site.strapi.db.query('plugin::mail-gateway.inbound-email').count();

/** The journal row that a 250 names, once it has ended. */
const outcome = (response: string): Promise<JournalEntry & { envelope: object; sourceType: string }> =>
  vi.waitFor(
    async () => {
      const row = await journal(site, /Stored as (\S+)/.exec(response)?.[1] ?? '');
      expect(row.state).not.toBe('received');
      return row as JournalEntry & { envelope: object; sourceType: string };
    },
    { timeout: 20_000 }
  );

const orphans = (): Promise<unknown[]> =>
  site.strapi.db
    .connection('mail_gateway_chunks')
    .whereNotIn('owner', site.strapi.db.connection('mail_gateway_inbound_emails').select('document_id'))
    .whereNotIn('owner', site.strapi.db.connection('mail_gateway_attachments').select('bytes_owner'))
    .select('owner');

describe.each([
  ['SMTP', () => smtp],
  ['LMTP', () => lmtp],
])('mail by %s', (protocol, portOf) => {
  it('becomes the entry of its alias at once, with its exact bytes and what the envelope said', async () => {
    const raw = Buffer.concat([
      rawMail({ subject: protocol }),
      Buffer.from([0xe4, 0xf6]),
      Buffer.from('\r\n.\r\nx\r\n'),
    ]);
    const { response } = await send(portOf(), ['support@site.example'], raw);

    const row = await outcome(response);
    expect(row).toMatchObject({
      state: 'delivered',
      reason: 'created',
      contentType: TICKET,
      sourceType: protocol.toLowerCase(),
      sourceName: `127.0.0.1:${portOf()}`,
      envelope: {
        recipients: ['support@site.example'],
        sender: 'mary@customer.example',
        clientIp: '127.0.0.1',
      },
    });
    const tickets = await entries(site, TICKET);
    expect(tickets.find(({ documentId }) => documentId === row.entryDocumentId)).toMatchObject({
      title: protocol,
    });
    const chunks = createChunkStore({ database: createDatabase({ strapi: site.strapi }) });
    expect((await buffer(chunks.read(row.documentId))).equals(raw)).toBe(true);
  });

  it('to two aliases is stored once and makes two entries', async () => {
    const before = await count();
    const { response } = await send(
      portOf(),
      ['support@site.example', 'jobs@site.example'],
      rawMail({ to: 'support@site.example, jobs@site.example' })
    );

    const { results } = await outcome(response);
    expect(results?.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(await count()).toBe(before + 1);
  });

  it('that is sent again after a lost 250 makes one entry', async () => {
    const raw = rawMail();
    const first = await outcome((await send(portOf(), ['support@site.example'], raw)).response);
    const second = await outcome((await send(portOf(), ['support@site.example'], raw)).response);

    expect(first).toMatchObject({ state: 'delivered', reason: 'created' });
    expect(second).toMatchObject({ state: 'ignored', reason: 'copy_of' });
  });
});
