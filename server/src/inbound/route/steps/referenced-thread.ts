import { parentThreads, type ReferencedThread } from '../references';
import { act, appendTo, end, type RoutingCase, type Step, type Verdict } from '../routing-case';

/** The mail leads to a thread in which it may not speak: a person decides. */
const suggest = ({ thread, code, isNote }: ReferencedThread, { facts: { sender } }: RoutingCase): Verdict =>
  end('suggestion', {
    by: code === 'admin_not_proven' ? 'admin' : 'reference',
    thread: thread.threadId,
    contentType: thread.contentType,
    entry: thread.entry,
    sender: sender.address,
    answersNote: isNote,
  });

/**
 * Who must not be heard in one of these threads: a blocked sender is turned away; what claims to be from an admin user and
 * does not prove it waits for a person.
 */
export const refusedIn = (threads: readonly ReferencedThread[], routing: RoutingCase): Verdict | null => {
  const alive = threads.filter(({ thread }) => thread.entryExists);
  const blocked = alive.find(({ code }) => code === 'sender_blocked');
  if (blocked) {
    const { contentType, entry } = blocked.thread;
    return end('sender_blocked', { contentType, entry, sender: routing.facts.sender.address });
  }
  const admin = alive.find(({ code }) => code === 'admin_not_proven');
  return admin ? suggest(admin, routing) : null;
};

/**
 * No alias is named: the mail joins the thread of its parent where it proves that it may. The parent's entry being
 * deleted ends the mail: only an alias could make a new one.
 */
export const referencedThread: Step = (routing) => {
  const { threads, note } = routing;
  const parents = parentThreads(threads);
  const [nearest] = parents;
  if (!nearest) {
    note('thread', 'no_parent');
    return null;
  }
  const { contentType, entry } = nearest.thread;
  const alive = parents.filter(({ thread }) => thread.entryExists);
  if (alive.length === 0) {
    note('thread', 'entry_deleted', { contentType, entry });
    return end('entry_deleted', { contentType, entry });
  }
  const open = alive.filter(({ proof }) => proof !== null);
  if (open.length > 0) {
    note('thread', 'joined', { threads: open.map(({ thread }) => thread.threadId) });
    return act(open.map(appendTo));
  }
  const shown = { threads: alive.map(({ thread }) => thread.threadId) };
  const refused = refusedIn(alive, routing);
  note('thread', refused ? 'refused' : 'not_proven', shown);
  return refused;
};

/** Nothing else takes a mail that refers to a thread in which it may not speak. */
export const suggestedThread: Step = (routing) => {
  const suggested = parentThreads(routing.threads).find(({ thread }) => thread.entryExists);
  return suggested ? suggest(suggested, routing) : null;
};
