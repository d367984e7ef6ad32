import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { emitEvent } from '../events';
import { htmlToText, sanitiseMailHtml } from '../html';
import { cleanText, domainOf, type MailAddress } from '../mail';
import type { OutboundState } from '../outbound';
import { insertAtOnce, newDocumentId, type Database } from '../storage';
import type { Tokens } from '../tokens';
import { answerSubject } from './compose-notification';
import { readEarlier } from './earlier';
import type { Followers } from './followers';
import type { Announcement, Notifications } from './notifications';
import type { ThreadRepository } from './repository';
import { createRequests, requestOf, type Request } from './requests';
import type { SenderAddresses } from './sender-addresses';
import type { Author, NewAttachment, Thread } from './types';

export interface Post {
  html?: string | null;
  text?: string | null;
  /** For colleagues alone: nothing leaves. */
  note?: boolean;
  /** Sent along, and kept with the message. */
  attachments?: readonly NewAttachment[];
  author: Author;
  /** A repeat with the same id by the same author is answered with the message of the first time. */
  requestId?: string;
}

export interface Posted {
  /** documentId of the message. */
  documentId: string;
  /** Null for a note. */
  messageId: string | null;
  outbound: { documentId: string; recipient: string; state: OutboundState }[];
}

/** Writes an answer or a note into a thread. */
export interface Posting {
  /**
   * Message, content and outbox rows are committed together; the mail leaves after the commit.
   * @throws GatewayError `not_found`, `request_reused`, `archived`, `empty`, `no_recipient`, `no_sender`, or what a hook of `outbound.compose` did.
   */
  post(threadId: string, post: Post): Promise<Posted>;
}

/** @see Posting */
export const createPosting = ({
  strapi,
  database,
  repository,
  followers,
  addresses,
  tokens,
  notifications,
}: {
  strapi: Core.Strapi;
  database: Database;
  repository: ThreadRepository;
  followers: Followers;
  addresses: SenderAddresses;
  tokens: Tokens;
  notifications: Notifications;
}): Posting => {
  const requests = createRequests({ database });

  const requestIn = (
    threadId: string,
    { requestId, author, note, html, text, attachments = [] }: Post
  ): Request | null => {
    if (requestId === undefined) return null;
    const userId = author.type === 'admin' ? author.id : author.address;
    return requestOf(threadId, userId, requestId, [
      ...[note ? 'note' : 'message', html, text],
      ...attachments.flatMap(({ name, digest }) => [name, digest]),
    ]);
  };

  /** What the request made before; null: nothing. */
  const madeBefore = async (request: Request | null): Promise<Posted | null> => {
    const documentId = request && (await requests.find(request));
    if (!documentId) return null;
    const message: { messageId: string | null } | null = await strapi.db
      .query(UID.message)
      .findOne({ where: { documentId }, select: ['messageId'] });
    const outbound: Posted['outbound'] = await strapi.db.query(UID.outboundEmail).findMany({
      where: { threadMessageId: documentId },
      select: ['documentId', 'recipient', 'state'],
      orderBy: { id: 'asc' },
    });
    return {
      documentId,
      messageId: message?.messageId ?? null,
      outbound: outbound.map((email) => ({
        documentId: email.documentId,
        recipient: email.recipient,
        state: email.state,
      })),
    };
  };

  /** As whom the author writes; their address may be of any domain. */
  const senderOf = async (author: Author, isNote: boolean): Promise<MailAddress> => {
    const own = author.type === 'admin' ? author.email : author.address;
    const address = own || (await addresses.defaultFrom());
    if (address) return { address, name: author.name };
    // A note needs none: colleagues read it in their inbox.
    if (isNote) return { address: '', name: author.name };
    throw new GatewayError(
      'no_sender',
      'There is no address to send from. Set the system parameters mail.catchall.domain and mail.default.from, or give the author an e-mail address.'
    );
  };

  /** Whoever writes from the panel is kept informed from then on. */
  const followAs = async (threadId: string, author: Author): Promise<void> => {
    if (author.type !== 'admin' || !author.email) return;
    const { email: address, name, id: adminUser } = author;
    // Anybody may call an address theirs: who follows by it already goes on as they are, by mail.
    const held = await followers.findByAddress(threadId, address);
    if (held?.adminUser === null && held.state === 'active') return;
    await followers.follow(threadId, { address, name, adminUser });
  };

  const textsOf = ({ html, text, attachments = [] }: Post): { html: string | null; text: string } => {
    const safe = html ? sanitiseMailHtml(cleanText(html)).html : null;
    const plain = text ? cleanText(text) : safe === null ? '' : htmlToText(safe);
    if (attachments.length === 0 && plain.trim() === '' && (safe ?? '').trim() === '') {
      throw new GatewayError('empty', 'The message is empty: give html or text.');
    }
    return { html: safe, text: plain };
  };

  const announcementOf = async (thread: Thread, post: Post): Promise<Announcement> => {
    const documentId = newDocumentId();
    const texts = textsOf(post);
    const isNote = post.note === true;
    const sender = await senderOf(post.author, isNote);
    const from = await addresses.passedOn(sender, true);
    const domain = (await addresses.domain()) ?? domainOf(from.address);
    const earlier = await readEarlier({ strapi }, thread.documentId, documentId);
    const answered = earlier.find(({ direction }) => direction === 'incoming')?.messageId ?? null;
    return {
      thread,
      from,
      audience: isNote ? 'colleagues' : 'everyone',
      // The address of an account may be that of a follower, who is to be told.
      except: post.author.type === 'admin' ? [] : [sender.address],
      doubt: null,
      message: {
        documentId,
        direction: isNote ? 'note' : 'outgoing',
        messageId: isNote ? null : await tokens.messageIdFor(documentId, domain),
        inReplyTo: isNote ? null : answered,
        references: isNote ? [] : earlier.flatMap(({ messageId }) => messageId ?? []).reverse(),
        from: isNote ? [] : [from],
        to: [],
        cc: [],
        subject: isNote || answered === null ? thread.subject : answerSubject(thread.subject),
        ...texts,
        own: null,
        author: post.author,
        proof: null,
        via: null,
        inboundId: null,
        sentAt: new Date(await database.time()),
        attachments: post.attachments ?? [],
      },
    };
  };

  return {
    async post(threadId, post) {
      const thread = await repository.find(threadId);
      if (!thread) throw new GatewayError('not_found', `There is no conversation ${threadId}.`, 404);
      const request = requestIn(threadId, post);
      const before = await madeBefore(request);
      if (before) return before;
      if (thread.archivedAt) {
        throw new GatewayError(
          'archived',
          'The entry of this conversation was deleted, so nobody can write here any more. Restore the entry first.',
          409
        );
      }
      const announcement = await announcementOf(thread, post);
      const mails = announcement.from.address === '' ? [] : await notifications.compose(announcement);
      if (mails.length === 0 && !post.note) {
        throw new GatewayError(
          'no_recipient',
          'Nobody follows this conversation by mail, so there is nobody to answer. Write a note, or add a follower.'
        );
      }
      const [only, ...others] = mails;
      const message = {
        ...announcement.message,
        ...(post.note ? {} : { to: mails.flatMap(({ content }) => content.to) }),
        // Each mail has an id of its own; where there is one, it is the message's as well.
        ...(only && others.length === 0 && !post.note ? { messageId: only.content.messageId } : {}),
      };
      const { documentId } = message;

      const queued = await database.transaction(async (trx) => {
        if (request && !(await requests.take(trx, request, documentId))) return null;
        await repository.append(trx, insertAtOnce(trx), thread.documentId, message);
        await followAs(thread.documentId, post.author);
        return notifications.enqueue(announcement, mails);
      });
      if (queued === null) {
        // The same request came twice at the same moment.
        const other = await madeBefore(request);
        if (other) return other;
        throw new Error('A request is taken together with its message.');
      }
      emitEvent(strapi, 'thread.message', {
        thread: thread.documentId,
        message: documentId,
        contentType: thread.contentType,
        entry: thread.entryDocumentId,
        direction: message.direction,
      });
      return {
        documentId,
        messageId: message.messageId,
        outbound: queued.map((email) => ({ ...email, state: 'queued' as const })),
      };
    },
  };
};
