import { parentThreads } from '../references';
import { act, appendTo, end, type Step } from '../routing-case';

/**
 * No alias is named: the mail joins the thread of its parent where it proves that it may. The parent's entry being
 * deleted ends the mail: only an alias could make a new one.
 */
export const referencedThread: Step = ({ threads, note }) => {
  const parents = parentThreads(threads);
  const [nearest] = parents;
  if (!nearest) {
    note('thread', 'no_parent');
    return null;
  }
  const { contentType, entry } = nearest.parent;
  const alive = parents.filter(({ parent }) => parent.entryExists);
  if (alive.length === 0) {
    note('thread', 'entry_deleted', { contentType, entry });
    return end('entry_deleted', { contentType, entry });
  }
  const open = alive.filter(({ proof }) => proof !== null);
  const shown = { threads: alive.map(({ parent }) => parent.threadId) };
  if (open.length === 0) {
    note('thread', 'not_proven', shown);
    return null;
  }
  note('thread', 'joined', { threads: open.map(({ parent }) => parent.threadId) });
  return act(open.map(appendTo));
};

/** The mail refers to a thread in which it may not speak, and nothing else takes it: a person decides. */
export const suggestedThread: Step = ({ threads, facts: { sender } }) => {
  const suggested = parentThreads(threads).find(({ parent }) => parent.entryExists);
  if (!suggested) return null;
  const { threadId, contentType, entry } = suggested.parent;
  return end('suggestion', { by: 'reference', thread: threadId, contentType, entry, sender: sender.address });
};
