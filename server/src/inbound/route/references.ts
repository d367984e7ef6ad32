import type { ParsedMail } from '../../mail';
import type { Note } from './decision';
import type { KeyFacts, RoutingFacts, ThreadFacts } from './facts';
import { standingIn, type Standing } from './proof';

/** As many of the latest references as Odoo asks, and more parents than a mail program names. */
const REFERENCE_LIMIT = 32;
const IN_REPLY_TO_LIMIT = 8;

/**
 * The Message-IDs by which the mail's thread is looked for, in order of preference: In-Reply-To, then References from
 * the last to the first. Of long References the last 32 and the first count: relays cut them in the middle.
 */
export const referencedIds = ({
  inReplyTo,
  references,
}: Pick<ParsedMail, 'inReplyTo' | 'references'>): string[] => [
  ...new Set([
    ...inReplyTo.slice(0, IN_REPLY_TO_LIMIT),
    ...references.slice(-REFERENCE_LIMIT).reverse(),
    ...references.slice(0, 1),
  ]),
];

/** A thread that the mail leads to, by a reference or by a reply key. */
export interface ReferencedThread extends Standing {
  thread: ThreadFacts;
  /** The reference that led to it; null where a key alone did. */
  messageId: string | null;
  /** A key in an address of the mail leads here, and holds. */
  isAddressed: boolean;
  /** The nearest message that it refers to is a note, or it goes to the address that answers to a note go to. */
  isNote: boolean;
}

/** So many references and threads are shown. */
const SHOWN = 10;

const noteThread = (
  found: ReferencedThread,
  { provenIn, unvouched }: RoutingFacts['sender'],
  note: Note
): void => {
  const { thread, messageId, code, via } = found;
  const { threadId, contentType, entry, entryExists, madeBy } = thread;
  note('references', entryExists ? 'thread_found' : 'thread_without_entry', {
    messageId,
    thread: threadId,
    contentType,
    entry,
    madeBy,
  });
  note('proof', code, { thread: threadId, ...(via ? { key: via.address } : {}) });
  if (unvouched.length > 0 && !provenIn.includes(threadId)) {
    note('proof', 'leads_unsigned', { thread: threadId, fields: unvouched });
  }
};

const threadOf = ({ threadId, contentType, entry, entryExists, madeBy }: ThreadFacts): ThreadFacts => ({
  threadId,
  contentType,
  entry,
  entryExists,
  madeBy,
});

/**
 * All threads that the mail leads to, each once: those of keys in its addresses, which prove themselves whatever it
 * refers to; then by reference, the nearest first; then those of other keys.
 */
export const findThreads = (facts: RoutingFacts, note: Note): ReferencedThread[] => {
  const { mail, parents, keys } = facts;
  const ids = referencedIds(mail);
  const known = ids.flatMap((id) => parents.filter(({ messageId }) => messageId === id));
  const isAddressed = ({ inAddress, voided }: KeyFacts): boolean => inAddress && voided === null;
  const addressed = keys.filter(isAddressed);
  const leads = [
    ...addressed.map((key) => ({ thread: threadOf(key), messageId: null })),
    ...known.map((parent) => ({ thread: threadOf(parent), messageId: parent.messageId })),
    ...keys.map((key) => ({ thread: threadOf(key), messageId: null })),
  ];
  const first = new Map<string, (typeof leads)[number]>();
  for (const lead of leads) if (!first.has(lead.thread.threadId)) first.set(lead.thread.threadId, lead);

  const threads = [...first.values()].map((lead): ReferencedThread => {
    const { threadId } = lead.thread;
    const here = known.filter((parent) => parent.threadId === threadId);
    return {
      ...lead,
      ...standingIn(threadId, here, facts),
      isAddressed: addressed.some((key) => key.threadId === threadId),
      isNote: here[0]?.isNote === true || keys.some((key) => key.threadId === threadId && key.isNote),
    };
  });
  if (ids.length === 0) note('references', 'none');
  else if (known.length === 0) note('references', 'unknown', { references: ids.slice(0, SHOWN) });
  for (const thread of threads.slice(0, SHOWN)) noteThread(thread, facts.sender, note);
  return threads;
};

/**
 * The threads of the parent: of the keys in addresses; else of In-Reply-To if known, else of the last known of
 * References; else of one key alone. More than one where the parent became several entries.
 */
export const parentThreads = (threads: readonly ReferencedThread[]): ReferencedThread[] => {
  const [first] = threads;
  if (!first) return [];
  if (first.messageId !== null) return threads.filter(({ messageId }) => messageId === first.messageId);
  return first.isAddressed ? threads.filter(({ isAddressed }) => isAddressed) : [first];
};
