import { vi } from 'vitest';
import { createDatabase } from '../../server/src/storage';
import { startCountingSink, type CountingSink } from './counting-sink';
import type { SiteDatabase } from './databases';
import { startDovecot, type Dovecot } from './dovecot';
import { addAlias, setParameter } from './gateway';
import { startSiteProcess, type SiteProcess } from './site-process';
import { startSite, type Answer, type Site } from './site';

const PATIENCE = { timeout: 120_000, interval: 200 };

/**
 * A site with mailboxes and a relay, seen from this process, which does no work. Those that work are started on it, and
 * killed or frozen.
 */
export interface Stage {
  site: Site;
  dovecot: Dovecot;
  sink: CountingSink;
  /** documentIds of the confirmed mailboxes, by login. */
  mailboxes: Record<string, string>;
  /** Starts a process that works. Those that still run are ended with the stage. */
  start(env?: Record<string, string>): Promise<SiteProcess>;
  /** Puts a mail into the outbox, which a working process has to find there. @returns its documentId */
  enqueue(recipient: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param options.mailboxes logins at the Dovecot, each with a row of its own.
 * @param options.aliases local parts that make tickets.
 * @param options.answerAfter milliseconds that the relay thinks about each mail.
 * @param options.database another one than that of the run.
 */
export const setStage = async ({
  mailboxes = ['support'],
  aliases = ['support'],
  answerAfter = 0,
  database,
  env = {},
}: {
  mailboxes?: string[];
  aliases?: string[];
  answerAfter?: number;
  database?: SiteDatabase;
  env?: Record<string, string>;
} = {}): Promise<Stage> => {
  const [dovecot, sink] = await Promise.all([startDovecot(), startCountingSink(answerAfter)]);
  const site = await startSite({
    database,
    env: {
      MAIL_GATEWAY_ALLOWED_PORTS: `${dovecot.ports.imap},${sink.port}`,
      // Restarts need not wait for half a minute until what the process before held is anybody's.
      MAIL_GATEWAY_TAKE_OVER_AFTER: '4',
      MAIL_GATEWAY_UNCERTAIN: 'hold',
      ...env,
    },
  });
  const processes: SiteProcess[] = [];

  const post = async (path: string, body?: unknown): Promise<{ documentId: string }> => {
    const answer = await site.admin('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };

  const addMailbox = async (username: string): Promise<[string, string]> => {
    const { documentId } = await post('/mail-gateway/incoming-servers', {
      ...{ name: username, protocol: 'imap', host: '127.0.0.1', port: dovecot.ports.imap },
      ...{ encryption: 'none', username, password: dovecot.password, afterFetch: 'seen' },
    });
    await post(`/mail-gateway/incoming-servers/${documentId}/confirm`);
    return [username, documentId];
  };

  await setParameter(site, 'mail.catchall.domain', 'site.example');
  for (const alias of aliases) await addAlias(site, alias);
  const added: [string, string][] = [];
  for (const login of mailboxes) added.push(await addMailbox(login));
  await post('/mail-gateway/outgoing-servers', {
    ...{ name: 'Relay', host: '127.0.0.1', port: sink.port, encryption: 'none', authentication: 'none' },
  });

  return {
    site,
    dovecot,
    sink,
    mailboxes: Object.fromEntries(added),

    async start(more = {}) {
      const started = await startSiteProcess(site, more);
      processes.push(started);
      return started;
    },

    async enqueue(recipient) {
      const { documentIds } = await site.strapi
        .plugin('mail-gateway')
        .service('mail')
        .send({ from: 'support@site.example', to: recipient, subject: `For ${recipient}`, text: 'Hello.' });
      return documentIds[0];
    },

    async stop() {
      await Promise.all(processes.map((started) => started.stop()));
      await site.stop();
      await Promise.all([sink.stop(), dovecot.stop()]);
    },
  };
};

/** Makes a scheduled action due and wakes the process for it. A process that dies over it is no error. */
export const ask = async (process: SiteProcess, action: string): Promise<void> => {
  await process.admin('POST', `/mail-gateway/scheduled-actions/${action}/run`).catch(() => undefined);
};

/** Asks again and again, since a lease of a process before may have to run out, until `done` throws no more. */
export const askUntil = (process: SiteProcess, action: string, done: () => Promise<void>): Promise<void> =>
  vi.waitFor(async () => {
    await ask(process, action);
    await done();
  }, PATIENCE);

/** Hands a mail to a process by HTTP, with the token of a caller. Rejects when the process dies over it. */
export const pushMail = (
  { fetch }: Pick<SiteProcess, 'fetch'>,
  token: string,
  raw: Buffer,
  { recipients = ['support@site.example'], signal }: { recipients?: string[]; signal?: AbortSignal } = {}
): Promise<Answer> =>
  fetch(
    `/api/mail-gateway/inbound/raw?${recipients.map((recipient) => `recipient=${recipient}`).join('&')}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      body: new Uint8Array(raw),
      signal,
    }
  );

/** As if the pauses before further attempts were over. */
export const makeMailsDue = async ({ strapi }: Pick<Site, 'strapi'>): Promise<void> => {
  const now = new Date();
  // Working processes write the same rows: on MySQL one of two may be asked to repeat its statement.
  await createDatabase({ strapi }).transaction((trx) =>
    trx('mail_gateway_outbound_emails')
      .where({ state: 'queued' })
      .where('next_attempt_at', '>', now)
      .update({ next_attempt_at: now })
  );
};
