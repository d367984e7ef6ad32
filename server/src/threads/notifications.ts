import type { Core } from '@strapi/strapi';
import { FILES_SIZE_LIMIT } from '../../../contracts';
import { GatewayError, messageOf } from '../errors';
import type { Hooks } from '../hooks';
import { addressKey, domainOf, type MailAddress } from '../mail';
import type { AttachmentReference, Outbound, OutboundContent } from '../outbound';
import type { AbleUser } from '../rights';
import { languageOf, textsIn, type MailTexts } from '../texts';
import type { Tokens } from '../tokens';
import { answerSubject, composeNotification, type Quoted } from './compose-notification';
import { authorName, isBy, isForEveryone, readEarlier, wasSentTo, type EarlierMessage } from './earlier';
import type { Followers } from './followers';
import { localesOfEntry } from './entry-locales';
import type { SenderAddresses } from './sender-addresses';
import type { Represented, Standings } from './standings';
import type { UnfollowLinks } from './unfollow-link';
import type { Author, Follower, NewAttachment, NewMessage, Thread } from './types';

/** Around composing the mail that brings a message to one follower. After `next()`, `content` may be changed. */
export interface OutboundComposeContext {
  threadId: string;
  author: Author;
  recipients: MailAddress[];
  content: OutboundContent | null;
}

export interface ThreadSteps {
  'outbound.compose': OutboundComposeContext;
}

/** Nobody proved who wrote a message. */
export interface Doubt {
  /** Whom it claims to be from; empty where it does not say. */
  sender: string;
  /** Whose link it came by, where that is somebody else. */
  linkOf: string | null;
}

/** A message that goes to those who follow its thread. */
export interface Announcement {
  thread: Thread;
  /** With its documentId, and those of its attachments. */
  message: NewMessage & { documentId: string };
  from: MailAddress;
  /** `colleagues`: notes, and what nobody proved, go to admin users alone. */
  audience: 'everyone' | 'colleagues';
  /** Addresses that have it already. An admin user who wrote it in the panel is known by its author. */
  except: readonly string[];
  /** Why its readers should be careful; they are told above the message. */
  doubt: Doubt | null;
}

/** The mail to one follower, ready for the outbox. */
export interface ComposedMail {
  followerId: string;
  recipient: string;
  content: OutboundContent;
}

/** A follower who gets the message. */
interface Reader {
  follower: Follower;
  to: MailAddress;
  /** Null for an address of nobody who logs in here. */
  colleague: AbleUser | null;
}

/** Brings new messages to followers by mail. */
export interface Notifications {
  /**
   * Outside any transaction: hooks of the site run here.
   * @throws GatewayError `hook_failed`, `hook_stopped`.
   */
  compose(announcement: Announcement): Promise<ComposedMail[]>;
  /** Within the transaction that adds the message, all at once. @returns the outbox rows. */
  enqueue(
    announcement: Announcement,
    mails: readonly ComposedMail[]
  ): Promise<{ documentId: string; recipient: string }[]>;
}

/** As many earlier messages are quoted, and so many characters of each. */
const QUOTES = 3;
const QUOTE_LENGTH = 5_000;

const quote = ({ author, sentAt, reply }: EarlierMessage): Quoted => ({
  name: authorName(author),
  sentAt,
  text: reply.slice(0, QUOTE_LENGTH),
});

/** The sentence above a message. A note stands below no other warning. */
const warningOf = ({ doubt, message }: Announcement, texts: MailTexts): string | null => {
  if (doubt === null) return message.direction === 'note' ? texts.note : null;
  const sender = doubt.sender || texts.somebody;
  return doubt.linkOf === null ? texts.unproven(sender) : texts.byLinkOf(sender, doubt.linkOf);
};

const filesOf = (attachments: readonly NewAttachment[]): AttachmentReference[] => {
  const total = attachments.reduce((sum, { size }) => sum + size, 0);
  if (total > FILES_SIZE_LIMIT) return [];
  return attachments.flatMap(({ documentId: id, name: fileName, contentType, size, contentId }) =>
    id === undefined ? [] : [{ store: 'message', id, fileName, contentType, size, contentId }]
  );
};

/**
 * An address that follows gets the mail with its own key, also where an admin user who follows says that it is theirs: who
 * answers from it answers as themselves.
 */
const addressesFirst = (rows: readonly Represented[]): Represented[] => [
  ...rows.filter(({ follower }) => follower.adminUser === null),
  ...rows.filter(({ follower }) => follower.adminUser !== null),
];

/** @see Notifications */
export const createNotifications = ({
  strapi,
  followers,
  standings,
  addresses,
  tokens,
  outbound,
  hooks,
  unfollowLinks,
}: {
  strapi: Core.Strapi;
  followers: Pick<Followers, 'list'>;
  standings: Pick<Standings, 'ofThread' | 'worth'>;
  addresses: SenderAddresses;
  tokens: Pick<Tokens, 'messageIdFor'>;
  outbound: Pick<Outbound, 'enqueueAll'>;
  hooks: Hooks<ThreadSteps>;
  unfollowLinks: Pick<UnfollowLinks, 'urlFor'>;
}): Notifications => {
  /**
   * Each address and each colleague once, without those who have it already and colleagues who may not read the entry.
   * Whom a row stands for, and what they may, is asked now.
   */
  const readersOf = async ({
    thread,
    audience,
    except,
    message: { author },
  }: Announcement): Promise<Reader[]> => {
    const rows = await followers.list(thread.documentId);
    const { represented, adminUsers: told } = await standings.ofThread(rows, except);
    const left = new Set(except.map(addressKey));
    const readers: Reader[] = [];
    const writer = author.type === 'admin' ? author.id : null;
    for (const one of addressesFirst(represented)) {
      const { follower, adminUser, ruledBy } = one;
      if (writer !== null && follower.adminUser === writer) continue;
      if (ruledBy !== follower || follower.state !== 'active' || follower.channel !== 'email') continue;
      if (adminUser === null ? audience === 'colleagues' : told.has(adminUser)) continue;
      const { voided, user: colleague } = await standings.worth(one, thread);
      const to = colleague
        ? { address: colleague.email, name: colleague.name }
        : { address: follower.address, name: follower.name };
      if (voided !== null || left.has(addressKey(to.address))) continue;
      left.add(addressKey(to.address));
      readers.push({ follower, to, colleague });
    }
    return readers;
  };

  /**
   * The Message-IDs by which a follower's mail program knows an earlier message: that of the mail itself where they wrote
   * it or got it, and that of our mail to them.
   */
  const idsFor = async (
    earlier: EarlierMessage,
    { follower, to }: Reader,
    domain: string
  ): Promise<string[]> => {
    const { documentId, messageId, direction } = earlier;
    // A note that came by mail has one as well.
    const original = direction !== 'outgoing' && messageId !== null ? [messageId] : [];
    if (isBy(earlier, to.address) || wasSentTo(earlier, to.address)) return original;
    return [...original, await tokens.messageIdFor(documentId, domain, follower.documentId)];
  };

  const inHooks = async (context: OutboundComposeContext, work: () => void): Promise<void> => {
    try {
      await hooks.run('outbound.compose', context, async () => work());
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      const problem = messageOf(error);
      const message = `A hook of this site failed at the step outbound.compose: ${problem}. Nothing was sent.`;
      const values = { step: 'outbound.compose', problem };
      throw new GatewayError('hook_failed', message, 422, { values });
    }
  };

  const composeFor = async (
    announcement: Announcement,
    reader: Reader,
    earlier: readonly EarlierMessage[],
    texts: MailTexts
  ): Promise<ComposedMail> => {
    const { thread, message, from } = announcement;
    const { follower, to, colleague } = reader;
    const visible = colleague === null ? earlier.filter(isForEveryone) : earlier;
    const [latest] = visible;
    const domain = (await addresses.domain()) ?? domainOf(from.address);
    const ids = (
      await Promise.all([...visible].reverse().map((known) => idsFor(known, reader, domain)))
    ).flat();
    const isOwn = latest !== undefined && (isBy(latest, to.address) || wasSentTo(latest, to.address));
    // Answers carry the quotes on, to everyone.
    const quotable = visible.filter(isForEveryone);
    const messageId = await tokens.messageIdFor(message.documentId, domain, follower.documentId);
    const context: OutboundComposeContext = {
      threadId: thread.documentId,
      author: message.author,
      recipients: [to],
      content: null,
    };
    const attachments = filesOf(message.attachments);
    const parts = {
      texts,
      messageId,
      date: message.sentAt,
      subject: latest === undefined ? thread.subject : answerSubject(thread.subject),
      html: message.html,
      text: message.text ?? '',
      from,
      to,
      replyTo: await addresses.replyTo(follower.documentId, from.name, message.direction === 'note'),
      inReplyTo: ids.at(-1) ?? null,
      // With its own: relays that replace the Message-ID would leave answers without any that we know.
      references: [...ids, messageId],
      warning: warningOf(announcement, texts),
      // Whoever wrote the last message, or got it, knows what was said.
      history: isOwn ? [] : quotable.slice(0, QUOTES).map(quote),
      unfollowUrl: isOwn ? null : await unfollowLinks.urlFor(follower.documentId),
      attachments,
      leftOut: message.attachments.length - attachments.length,
    };
    await inHooks(context, () => {
      context.content = composeNotification(parts);
    });
    if (context.content)
      return { followerId: follower.documentId, recipient: to.address, content: context.content };
    throw new GatewayError(
      'hook_stopped',
      'A hook of this site left the step outbound.compose out: nothing was sent.',
      422,
      { values: { step: 'outbound.compose' } }
    );
  };

  return {
    async compose(announcement) {
      const { thread, message } = announcement;
      const readers = await readersOf(announcement);
      if (readers.length === 0) return [];
      const earlier = await readEarlier({ strapi }, thread.documentId, message.documentId);
      const mails: ComposedMail[] = [];
      const isForAddresses = readers.some(({ colleague }) => colleague === null);
      const ofEntry = isForAddresses ? await localesOfEntry({ strapi }, thread) : [];
      for (const reader of readers) {
        const wishes = reader.colleague === null ? ofEntry : [reader.colleague.locale];
        const { mail: texts } = textsIn(languageOf(wishes));
        mails.push(await composeFor(announcement, reader, earlier, texts));
      }
      return mails;
    },

    async enqueue({ thread, message }, mails) {
      const enqueued = await outbound.enqueueAll(
        mails.map(({ content, recipient, followerId }) => ({
          content,
          recipients: [recipient],
          purpose: 'thread',
          kind: 'transactional',
          threadMessageId: message.documentId,
          followerId,
          contentType: thread.contentType,
          entryDocumentId: thread.entryDocumentId,
        }))
      );
      return enqueued.flatMap(({ emails }) => emails);
    },
  };
};
