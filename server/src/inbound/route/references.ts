import type { ParsedMail } from '../../mail';
import type { Note } from './decision';
import type { ParentFacts, RoutingFacts } from './facts';

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

/** What entitles the mail to speak in a thread; null: nothing does, a person has to decide. */
export type Proof = 'B' | 'C' | null;

/** A thread that the mail refers to. */
export interface ReferencedThread {
  /** The fact that led to it. */
  parent: ParentFacts;
  proof: Proof;
}

/**
 * `B`: the mail carries a Message-ID that we signed for this thread. `C`: it knows somebody else's Message-ID and the
 * sender took part in the thread.
 */
const proofFor = (threadId: string, known: readonly ParentFacts[]): Proof => {
  const here = known.filter((parent) => parent.threadId === threadId);
  if (here.some(({ ownSigned }) => ownSigned)) return 'B';
  return here.some(({ senderTookPart }) => senderTookPart) ? 'C' : null;
};

/** So many references and threads are shown. */
const SHOWN = 10;

const noteThread = ({ parent, proof }: ReferencedThread, note: Note): void => {
  const { messageId, threadId, contentType, entry, entryExists, madeBy } = parent;
  note('references', entryExists ? 'thread_found' : 'thread_without_entry', {
    messageId,
    thread: threadId,
    contentType,
    entry,
    madeBy,
  });
  const codes = { B: 'own_message_id', C: 'sender_took_part' } as const;
  note('proof', proof === null ? 'not_proven' : codes[proof], { thread: threadId });
};

/** All threads that the mail refers to, the nearest reference first, each thread once. */
export const findThreads = ({ mail, parents }: RoutingFacts, note: Note): ReferencedThread[] => {
  const ids = referencedIds(mail);
  const known = ids.flatMap((id) => parents.filter(({ messageId }) => messageId === id));
  const nearest = new Map<string, ParentFacts>();
  for (const parent of known) if (!nearest.has(parent.threadId)) nearest.set(parent.threadId, parent);

  const threads = [...nearest.values()].map((parent) => ({
    parent,
    proof: proofFor(parent.threadId, known),
  }));
  if (ids.length === 0) note('references', 'none');
  else if (threads.length === 0) note('references', 'unknown', { references: ids.slice(0, SHOWN) });
  for (const thread of threads.slice(0, SHOWN)) noteThread(thread, note);
  return threads;
};

/**
 * The threads of the parent: In-Reply-To if known, else the last known of References. More than one where the parent
 * became several entries.
 */
export const parentThreads = (threads: readonly ReferencedThread[]): ReferencedThread[] =>
  threads.filter(({ parent }) => parent.messageId === threads[0]?.parent.messageId);
