import nodemailer from 'nodemailer';
import { expect, vi } from 'vitest';
import { openDialogue, type Dialogue } from './dialogue';
import { journal, setParameter, type JournalEntry } from './gateway';
import { freePorts } from './ports';
import { startSite, type Site } from './site';

/** What a test of the listener reads of the journal beside the outcome. */
export interface ListenedEntry extends JournalEntry {
  sourceType: string;
  sourceName: string;
  size: number | string;
  envelope: { recipients: string[]; sender: string | null; clientIp: string | null; helo: string | null };
}

/** A site that takes mail by SMTP and LMTP, and works. */
export interface ListeningSite {
  site: Site;
  ports: { smtp: number; lmtp: number };
  /** Sends by nodemailer. @returns what the server said after the mail. */
  send(protocol: 'smtp' | 'lmtp', to: string[], raw: Buffer, from?: string): Promise<string>;
  /** A dialogue of one's own, greeted. */
  connect(protocol: 'smtp' | 'lmtp'): Promise<Dialogue>;
  /** The journal row that a 250 names, once it has ended. */
  outcome(response: string): Promise<ListenedEntry>;
  /** Rows of the journal. */
  count(): Promise<number>;
  /** Owners of bytes that no journal row and no attachment names. */
  orphans(): Promise<unknown[]>;
}

/** Waits until the admin API tells of the SMTP and of the LMTP listener what is expected. */
export const expectListeners = (site: Site, expected: [object, object]): Promise<void> =>
  vi.waitFor(
    async () => {
      const { body } = await site.admin('GET', '/mail-gateway/listeners');
      expect(body.data).toMatchObject(expected);
    },
    { timeout: 20_000, interval: 50 }
  );

/** Boots a site with the domain `site.example` and both listeners on. */
export const startListeningSite = async (
  options: Parameters<typeof startSite>[0] = {}
): Promise<ListeningSite> => {
  const [smtp = 0, lmtp = 0] = await freePorts(2);
  const ports = { smtp, lmtp };
  const site = await startSite({
    ...options,
    env: {
      MAIL_GATEWAY_WORKER: 'true',
      MAIL_GATEWAY_SMTP_PORT: String(smtp),
      MAIL_GATEWAY_LMTP_PORT: String(lmtp),
      ...options.env,
    },
  });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await expectListeners(site, [{ state: 'listening' }, { state: 'listening' }]);
  const { db } = site.strapi;

  return {
    site,
    ports,

    async send(protocol, to, raw, from = 'mary@customer.example') {
      const client = nodemailer.createTransport({
        host: '127.0.0.1',
        port: ports[protocol],
        ...(protocol === 'lmtp' ? { lmtp: true } : {}),
        // The certificate is made at start and signed by nobody.
        tls: { rejectUnauthorized: false },
      });
      try {
        const { response }: { response: string } = await client.sendMail({ envelope: { from, to }, raw });
        return response;
      } finally {
        client.close();
      }
    },

    async connect(protocol) {
      const { dialogue } = await openDialogue(ports[protocol]);
      await dialogue.say(protocol === 'lmtp' ? 'LHLO client.example' : 'EHLO client.example');
      return dialogue;
    },

    outcome: (response) =>
      vi.waitFor(
        async () => {
          const row = await journal(site, /Stored as (\S+)/.exec(response)?.[1] ?? '');
          expect(row?.state ?? 'no such row').not.toMatch(/received|no such row/);
          // The row has more columns than most tests look at.
          return row as ListenedEntry;
        },
        { timeout: 20_000, interval: 20 }
      ),

    count: () => db.query('plugin::mail-gateway.inbound-email').count(),

    orphans: async () =>
      db
        .connection('mail_gateway_chunks')
        .whereNotIn('owner', db.connection('mail_gateway_inbound_emails').select('document_id'))
        .whereNotIn('owner', db.connection('mail_gateway_attachments').select('bytes_owner'))
        .select('owner'),
  };
};
