import { addEditor, READ_TICKETS, type Editor } from './editors';
import { addAlias, messages, receive, setParameter, type JournalEntry } from './gateway';
import { rawMail, type RawMailParts } from './raw-mail';
import { startSite, type Site } from './site';

/** A customer who began the conversation by mail, and one who follows it. */
export const MARY = 'mary@customer.example';
export const BOB = 'bob@customer.example';

/** What lies in the outbox. */
export interface Mail {
  recipient: string;
  state: string;
  explanation: string | null;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  from: { address: string; name: string };
  replyTo: { address: string }[];
  to: { address: string }[];
  text: string;
  attachments: { fileName: string }[];
}

interface NewFollower {
  address: string;
  name: string;
  adminUser?: string;
  channel?: 'email' | 'inbox';
}

export interface Stage {
  site: Site;
  /** May read tickets. */
  eve: Editor;
  /** May not. */
  mallory: Editor;
  /** documentId of the super admin. */
  adaId: string;
  /** The super admin. */
  ada: Pick<Editor, 'call'>;
}

/** A site whose mailbox vouches for senders, and conversations on it, one for each test. */
export const createDiscussion = () => {
  let site: Site;
  let mailbox: string;
  let thread: string;
  let count = 0;

  const threads = () => site.strapi.plugin('mail-gateway').service('thread');

  /** What lies in the outbox for this thread, in the order of queueing. */
  const outbox = async (): Promise<Mail[]> => {
    const ids = (await messages(site, thread)).map(({ documentId }) => documentId);
    const rows = await site.strapi.db
      .query('plugin::mail-gateway.outbound-email')
      .findMany({ where: { threadMessageId: { $in: ids } }, orderBy: { id: 'asc' } });
    return Promise.all(
      rows.map(async ({ recipient, state, explanation, contentId }: Record<string, string>) => ({
        ...(await site.strapi.db
          .query('plugin::mail-gateway.outbound-content')
          .findOne({ where: { documentId: contentId } })),
        recipient,
        state,
        explanation,
      }))
    );
  };

  const follow = (who: NewFollower) => threads().followers.follow(thread, { adminUser: null, ...who });

  return {
    async start(): Promise<Stage> {
      site = await startSite();
      await setParameter(site, 'mail.catchall.domain', 'site.example');
      await setParameter(site, 'mail.gateway.loop.threshold', 0);
      await addAlias(site, 'support');
      const eve = await addEditor(site, 'Eve', [READ_TICKETS]);
      const mallory = await addEditor(site, 'Mallory', []);
      const { body } = await site.admin('POST', '/mail-gateway/incoming-servers', {
        ...{ name: 'Support', protocol: 'imap', host: '127.0.0.1', port: 1, encryption: 'none' },
        ...{ username: 'support', password: 'secret', trustedAuthservId: 'mx.site.example' },
      });
      mailbox = body.data.documentId;
      const row = await site.strapi.db.query('admin::user').findOne({ where: { email: 'ada@site.example' } });
      const ada: Stage['ada'] = {
        call: (method, path, content) => site.admin(method, `/mail-gateway${path}`, content),
      };
      return { site, eve, mallory, ada, adaId: row.documentId };
    },

    stop: () => site.stop(),

    /** documentId of the incoming server that vouches. */
    mailbox: () => mailbox,

    /** A new conversation, which Mary began and Bob follows. @returns its documentId. */
    async begin(): Promise<string> {
      count += 1;
      const subject = `Printer ${count}`;
      const parts = { from: `Mary <${MARY}>`, subject, body: 'It does not print.' };
      thread = (await receive(site, rawMail(parts))).threadId ?? '';
      await follow({ address: BOB, name: 'Bob' });
      return thread;
    },

    /**
     * A mail as the receiving server hands it over, which vouches for the address or does not.
     * @param seen what else that server says of it.
     */
    async arrive(parts: RawMailParts, proven = true, seen = ''): Promise<JournalEntry> {
      const domain = /@([\w.]+)/.exec(parts.from ?? MARY)?.[1];
      const verdict = `Authentication-Results: mx.site.example; dmarc=${proven ? 'pass' : 'none'} header.from=${domain}${seen && `; ${seen}`}`;
      const { documentId } = await site.strapi
        .plugin('mail-gateway')
        .service('inbound')
        .receive(
          rawMail({ to: 'catchall@site.example', ...parts, headers: [verdict, ...(parts.headers ?? [])] }),
          {
            source: { type: 'imap', name: 'Support', incomingServerId: mailbox },
          }
        );
      return site.strapi.db.query('plugin::mail-gateway.inbound-email').findOne({ where: { documentId } });
    },

    async post(editor: Pick<Editor, 'call'>, body: unknown) {
      const answer = await editor.call('POST', `/threads/${thread}/messages`, body);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    },

    threads,
    outbox,
    follow,

    /** The latest mail to somebody. */
    async to(address: string): Promise<Mail> {
      const mail = (await outbox()).findLast(({ recipient }) => recipient === address);
      if (!mail) throw new Error(`Nothing was sent to ${address}.`);
      return mail;
    },

    recipients: async (): Promise<string[]> => (await outbox()).map(({ recipient }) => recipient).sort(),

    followerOf: (email: string) =>
      site.strapi.db.query('plugin::mail-gateway.follower').findOne({ where: { threadId: thread, email } }),
  };
};
