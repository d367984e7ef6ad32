import { UID } from '../constants';
import { GatewayError } from '../errors';
import { currentHops } from '../hops';
import {
  addressKey,
  cleanString,
  cleanText,
  domainOf,
  isSendable,
  messageKey,
  normaliseAddress,
} from '../mail';
import { newDocumentId, type Database } from '../storage';
import type { Contents } from './contents';
import type { OutboundDependencies } from './dependencies';
import type { OutboundSettings } from './settings';
import type { OutboundContent, OutboundKind, OutboundPurpose } from './types';

/** A mail to be sent. What is left out has the obvious default. */
export interface NewContent extends Partial<Omit<OutboundContent, 'from'>> {
  from: OutboundContent['from'];
}

export interface EnqueueRequest {
  content: NewContent;
  /** Addresses that get a transaction each; they need not stand in To or Cc. */
  recipients: readonly string[];
  purpose: OutboundPurpose;
  /** Encrypt the content; it is erased when the mail is out or its time is over. Default: for `send`. */
  sealed?: boolean;
  kind?: OutboundKind;
  /** documentId of the message in a thread. */
  threadMessageId?: string | null;
  /** documentId of the follower whom a thread's mail goes to: asked again before it leaves. */
  followerId?: string | null;
  /** Entry whose readers may see the mail. */
  contentType?: string | null;
  entryDocumentId?: string | null;
  /** After this instant the mail must not leave any more. */
  expiresAt?: Date | null;
  /** Given when something refers to the content already. */
  contentId?: string;
}

export interface Enqueued {
  contentId: string;
  /** `<…>` */
  messageId: string;
  emails: { documentId: string; recipient: string }[];
}

/** Normal forms, each once. @throws GatewayError naming those that cannot be sent to. */
const recipientsOf = (addresses: readonly string[]): string[] => {
  const invalid = addresses.filter((address) => !isSendable(address));
  if (invalid.length > 0) {
    throw new GatewayError(
      'recipient_invalid',
      `${invalid.length === 1 ? 'This is no address' : 'These are no addresses'}: ${invalid.map((address) => `"${cleanText(address, 100)}"`).join(', ')}.`,
      422,
      { recipients: invalid }
    );
  }
  const byKey = new Map<string, string>();
  for (const address of addresses) {
    const key = addressKey(address);
    if (!byKey.has(key)) byKey.set(key, normaliseAddress(address) ?? address);
  }
  if (byKey.size === 0) throw new GatewayError('recipient_missing', 'The mail has no recipient.');
  return [...byKey.values()];
};

/**
 * Puts a mail into the outbox: one content, one row for each recipient, in the caller's transaction. It leaves after
 * the commit.
 */
export const createEnqueue =
  ({
    strapi,
    database,
    tokens,
    contents,
    readSettings,
    kick,
  }: Pick<OutboundDependencies, 'strapi' | 'tokens'> & {
    database: Database;
    contents: Contents;
    readSettings(): Promise<OutboundSettings>;
    kick(): void;
  }) =>
  async (request: EnqueueRequest): Promise<Enqueued> => {
    const { content, purpose, sealed = purpose === 'send', kind = 'transactional' } = request;
    const recipients = recipientsOf(request.recipients);
    const from = normaliseAddress(content.from.address);
    if (from === null) {
      throw new GatewayError('from_invalid', `"${cleanText(content.from.address, 100)}" is no From address.`);
    }
    const contentId = request.contentId ?? newDocumentId();
    const { domain } = await readSettings();
    const messageId = content.messageId ?? (await tokens.messageIdFor(contentId, domain ?? domainOf(from)));

    return database.transaction(async (_trx, { onCommit }) => {
      const now = new Date(await database.now());
      const complete: OutboundContent = {
        subject: '',
        html: null,
        text: null,
        replyTo: [],
        to: [],
        cc: [],
        inReplyTo: null,
        references: [],
        headers: {},
        attachments: [],
        nullSender: false,
        serverId: null,
        date: now,
        ...content,
        messageId,
        from: { name: content.from.name, address: from },
      };
      await contents.insert(contentId, complete, {
        purpose,
        sealed,
        createdFor: request.threadMessageId ?? null,
      });
      const emails = recipients.map((recipient) => ({ documentId: newDocumentId(), recipient }));
      await strapi.db.query(UID.outboundEmail).createMany({
        data: emails.map(({ documentId, recipient }) => ({
          documentId,
          recipient: cleanString(recipient),
          state: 'queued',
          kind,
          contentId,
          threadMessageId: request.threadMessageId ?? null,
          followerId: request.followerId ?? null,
          from: cleanString(from),
          messageId,
          messageKey: messageKey(messageId),
          attempts: 0,
          fence: 0,
          maybeTwice: false,
          hops: currentHops(),
          createdAt: now,
          updatedAt: now,
          queuedAt: now,
          nextAttemptAt: now,
          expiresAt: request.expiresAt ?? null,
          contentType: request.contentType ?? null,
          entryDocumentId: request.entryDocumentId ?? null,
        })),
      });
      onCommit(kick);
      return { contentId, messageId, emails };
    });
  };
