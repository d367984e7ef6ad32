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
import { newDocumentId, portions, type Database } from '../storage';
import type { Contents, NewOutboundContent } from './contents';
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

/** A request with what could be told before the transaction. */
interface Prepared {
  request: EnqueueRequest;
  content: Omit<OutboundContent, 'date'> & { date: Date | null };
  enqueued: Enqueued;
}

const contentRow = ({ request, content, enqueued }: Prepared, now: Date): NewOutboundContent => ({
  documentId: enqueued.contentId,
  content: { ...content, date: content.date ?? now },
  purpose: request.purpose,
  sealed: request.sealed ?? request.purpose === 'send',
  createdFor: request.threadMessageId ?? null,
});

const emailRows = ({ request, content, enqueued }: Prepared, now: Date) =>
  enqueued.emails.map(({ documentId, recipient }) => ({
    documentId,
    recipient: cleanString(recipient),
    state: 'queued',
    kind: request.kind ?? 'transactional',
    contentId: enqueued.contentId,
    threadMessageId: request.threadMessageId ?? null,
    followerId: request.followerId ?? null,
    from: cleanString(content.from.address),
    messageId: content.messageId,
    messageKey: messageKey(content.messageId),
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
  }));

/** Puts mails into the outbox. */
export interface Enqueue {
  /** One content, one row for each recipient, in the caller's transaction. It leaves after the commit. */
  enqueue(request: EnqueueRequest): Promise<Enqueued>;
  /** Several mails, which are committed together: as many statements as for one. In the order asked for. */
  enqueueAll(requests: readonly EnqueueRequest[]): Promise<Enqueued[]>;
}

/** @see Enqueue */
export const createEnqueue = ({
  strapi,
  database,
  tokens,
  contents,
  readSettings,
  kick,
}: Pick<OutboundDependencies, 'strapi' | 'tokens'> & {
  database: Database;
  contents: Pick<Contents, 'insertAll'>;
  readSettings(): Promise<OutboundSettings>;
  kick(): void;
}): Enqueue => {
  const prepare = async (request: EnqueueRequest): Promise<Prepared> => {
    const { content } = request;
    const recipients = recipientsOf(request.recipients);
    const from = normaliseAddress(content.from.address);
    if (from === null) {
      throw new GatewayError('from_invalid', `"${cleanText(content.from.address, 100)}" is no From address.`);
    }
    const contentId = request.contentId ?? newDocumentId();
    const { domain } = await readSettings();
    const messageId = content.messageId ?? (await tokens.messageIdFor(contentId, domain ?? domainOf(from)));
    return {
      request,
      content: {
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
        date: null,
        ...content,
        messageId,
        from: { name: content.from.name, address: from },
      },
      enqueued: {
        contentId,
        messageId,
        emails: recipients.map((recipient) => ({ documentId: newDocumentId(), recipient })),
      },
    };
  };

  const enqueueAll: Enqueue['enqueueAll'] = async (requests) => {
    if (requests.length === 0) return [];
    const prepared: Prepared[] = [];
    for (const request of requests) prepared.push(await prepare(request));
    await database.transaction(async (_trx, { onCommit }) => {
      const now = new Date(await database.now());
      await contents.insertAll(prepared.map((one) => contentRow(one, now)));
      for (const data of portions(prepared.flatMap((one) => emailRows(one, now)))) {
        await strapi.db.query(UID.outboundEmail).createMany({ data });
      }
      onCommit(kick);
    });
    return prepared.map(({ enqueued }) => enqueued);
  };

  return {
    enqueueAll,

    async enqueue(request) {
      const [enqueued] = await enqueueAll([request]);
      if (!enqueued) throw new Error('One mail makes one content.');
      return enqueued;
    },
  };
};
