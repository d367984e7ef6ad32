import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { GatewayError, messageOf } from '../errors';
import { emitEvent } from '../events';
import type { Hooks } from '../hooks';
import { htmlToText, sanitiseMailHtml } from '../html';
import { addressKey, cleanText, domainOf, type MailAddress } from '../mail';
import type { Outbound, OutboundContent } from '../outbound';
import type { Parameters } from '../parameters';
import { insertAtOnce, newDocumentId, type Database } from '../storage';
import type { Tokens } from '../tokens';
import { composeAnswer } from './compose-answer';
import type { Followers } from './followers';
import type { ThreadRepository } from './repository';
import type { Author, NewMessage, Thread } from './types';

/** Around composing an answer. After `next()`, `content` holds the mail and may be changed. */
export interface OutboundComposeContext {
  threadId: string;
  author: Author;
  recipients: MailAddress[];
  content: OutboundContent | null;
}

export interface ThreadSteps {
  'outbound.compose': OutboundComposeContext;
}

export interface Post {
  html?: string | null;
  text?: string | null;
  /** For colleagues alone: nothing leaves. */
  note?: boolean;
  author: Author;
}

export interface Posted {
  /** documentId of the message. */
  documentId: string;
  /** Null for a note. */
  messageId: string | null;
  outbound: { documentId: string; recipient: string; state: 'queued' }[];
}

/** Writes an answer or a note into a thread. */
export interface Posting {
  /**
   * Message, content and outbox rows are committed together; the mail leaves after the commit.
   * @throws GatewayError `not_found`, `empty`, `no_recipient`, `no_sender`, or what a hook of `outbound.compose` did.
   */
  post(threadId: string, post: Post): Promise<Posted>;
}

/** As many earlier Message-IDs as are read for References; composing cuts them further. */
const EARLIER_LIMIT = 50;

interface EarlierMessage {
  messageId: string | null;
  direction: string;
}

/** @see Posting */
export const createPosting = ({
  strapi,
  database,
  repository,
  followers,
  parameters,
  tokens,
  outbound,
  hooks,
}: {
  strapi: Core.Strapi;
  database: Database;
  repository: ThreadRepository;
  followers: Followers;
  parameters: Parameters;
  tokens: Tokens;
  outbound: Pick<Outbound, 'enqueue'>;
  hooks: Hooks<ThreadSteps>;
}): Posting => {
  const addressOf = async (key: 'mail.catchall.alias' | 'mail.default.from'): Promise<string | null> => {
    const domain = await parameters.get('mail.catchall.domain');
    const name = await parameters.get(key);
    if (name.includes('@')) return name;
    return domain === '' || name === '' ? null : `${name}@${domain}`;
  };

  const senderOf = async (author: Author): Promise<MailAddress> => {
    const own = author.type === 'admin' ? author.email : author.address;
    const address = own || (await addressOf('mail.default.from'));
    if (address) return { address, name: author.name };
    throw new GatewayError(
      'no_sender',
      'There is no address to send from. Set the system parameters mail.catchall.domain and mail.default.from, or give the author an e-mail address.'
    );
  };

  const catchallOf = async (name: string): Promise<MailAddress | null> => {
    const address = await addressOf('mail.catchall.alias');
    return address === null ? null : { address, name };
  };

  const earlierOf = (threadId: string): Promise<EarlierMessage[]> =>
    strapi.db.query(UID.message).findMany({
      where: { threadId, direction: { $ne: 'note' }, messageId: { $notNull: true } },
      orderBy: { id: 'desc' },
      limit: EARLIER_LIMIT,
      select: ['messageId', 'direction'],
    });

  const recipientsOf = async (thread: Thread, sender: MailAddress): Promise<MailAddress[]> => {
    const others = (await followers.list(thread.documentId)).filter(
      ({ email, state, channel }) =>
        state === 'active' && channel === 'email' && email !== addressKey(sender.address)
    );
    if (others.length > 0) return others.map(({ address, name }) => ({ address, name }));
    throw new GatewayError(
      'no_recipient',
      'Nobody follows this conversation by mail, so there is nobody to answer. Write a note, or add a follower.'
    );
  };

  /** Whoever writes from the panel is kept informed from then on. */
  const followAs = async (threadId: string, author: Author): Promise<void> => {
    if (author.type !== 'admin' || !author.email) return;
    const { email: address, name, id: adminUser } = author;
    await followers.follow(threadId, { address, name, adminUser });
  };

  const textsOf = ({ html, text }: Post): { html: string | null; text: string } => {
    const safe = html ? sanitiseMailHtml(cleanText(html)).html : null;
    const plain = text ? cleanText(text) : safe === null ? '' : htmlToText(safe);
    if (plain.trim() === '' && (safe ?? '').trim() === '') {
      throw new GatewayError('empty', 'The message is empty: give html or text.');
    }
    return { html: safe, text: plain };
  };

  const inHooks = async (context: OutboundComposeContext, work: () => Promise<void>): Promise<void> => {
    try {
      await hooks.run('outbound.compose', context, work);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      const problem = `A hook of this site failed at the step outbound.compose: ${messageOf(error)}. Nothing was sent.`;
      throw new GatewayError('hook_failed', problem);
    }
  };

  const compose = async (
    thread: Thread,
    post: Post,
    documentId: string,
    texts: { html: string | null; text: string }
  ): Promise<{ content: OutboundContent; recipients: MailAddress[] }> => {
    const from = await senderOf(post.author);
    const context: OutboundComposeContext = {
      threadId: thread.documentId,
      author: post.author,
      recipients: await recipientsOf(thread, from),
      content: null,
    };
    await inHooks(context, async () => {
      const earlier = await earlierOf(thread.documentId);
      const domain = (await parameters.get('mail.catchall.domain')) || domainOf(from.address);
      context.content = composeAnswer({
        messageId: await tokens.messageIdFor(documentId, domain),
        date: new Date(await database.time()),
        threadSubject: thread.subject,
        ...texts,
        from,
        to: context.recipients,
        catchall: await catchallOf(from.name),
        earlier: earlier.flatMap(({ messageId }) => messageId ?? []).reverse(),
        answered: earlier.find(({ direction }) => direction === 'incoming')?.messageId ?? null,
      });
    });
    if (context.content) return { content: context.content, recipients: context.recipients };
    throw new GatewayError(
      'hook_stopped',
      'A hook of this site left the step outbound.compose out: nothing was sent.'
    );
  };

  const messageFor = (
    documentId: string,
    thread: Thread,
    post: Post,
    texts: { html: string | null; text: string },
    content: OutboundContent | null,
    now: Date
  ): NewMessage => ({
    documentId,
    direction: content ? 'outgoing' : 'note',
    messageId: content?.messageId ?? null,
    inReplyTo: content?.inReplyTo ?? null,
    references: content?.references ?? [],
    from: content ? [content.from] : [],
    to: content?.to ?? [],
    cc: content?.cc ?? [],
    subject: content?.subject ?? thread.subject,
    html: content ? content.html : texts.html,
    text: content?.text ?? texts.text,
    author: post.author,
    proof: null,
    inboundId: null,
    sentAt: content?.date ?? now,
    attachments: [],
  });

  return {
    async post(threadId, post) {
      const thread = await repository.find(threadId);
      if (!thread) throw new GatewayError('not_found', `There is no conversation ${threadId}.`, 404);
      const documentId = newDocumentId();
      const texts = textsOf(post);
      const now = new Date(await database.time());
      const composed = post.note ? null : await compose(thread, post, documentId, texts);
      const message = messageFor(documentId, thread, post, texts, composed?.content ?? null, now);

      const queued = await database.transaction(async (trx) => {
        await repository.append(trx, insertAtOnce(trx), thread.documentId, message);
        await followAs(thread.documentId, post.author);
        if (!composed) return [];
        const { emails } = await outbound.enqueue({
          content: composed.content,
          recipients: composed.recipients.map(({ address }) => address),
          purpose: 'thread',
          kind: 'transactional',
          threadMessageId: documentId,
          contentType: thread.contentType,
          entryDocumentId: thread.entryDocumentId,
        });
        return emails.map((email) => ({ ...email, state: 'queued' as const }));
      });
      emitEvent(strapi, 'thread.message', {
        thread: thread.documentId,
        message: documentId,
        contentType: thread.contentType,
        entry: thread.entryDocumentId,
        direction: message.direction,
      });
      return { documentId, messageId: message.messageId, outbound: queued };
    },
  };
};
