import { isAddressedItself, writesToCatchall, type NamedAlias } from '../addressed';
import type { Action } from '../decision';
import { parentThreads, type ReferencedThread } from '../references';
import { act, appendTo, type RoutingCase, type Step } from '../routing-case';
import { refusedIn } from './referenced-thread';

/** Threads of the parent that the mail proves to answer by a key, or by a Message-ID that we signed. */
const provenThreads = ({ threads }: RoutingCase): ReferencedThread[] =>
  parentThreads(threads).filter(
    ({ thread, proof }) => thread.entryExists && (proof === 'A' || proof === 'B')
  );

/** The thread of an entry that this alias made, however far back the mail refers to it. A void key alone is no reference. */
const threadOf = ({ alias }: NamedAlias, { threads }: RoutingCase): ReferencedThread | undefined =>
  threads.find(
    ({ thread, messageId, isAddressed }) =>
      (messageId !== null || isAddressed) && thread.entryExists && thread.madeBy === `alias:${alias.id}`
  );

/** The alias leaves a proven reply to its thread unless it is addressed itself. */
const isLeftToThread = ({ alias }: NamedAlias, routing: RoutingCase): boolean =>
  provenThreads(routing).length > 0 && !isAddressedItself(alias, routing.addressed, routing.facts);

const decide = (named: NamedAlias, routing: RoutingCase): Action[] => {
  const { facts, threads, note } = routing;
  const { alias, address } = named;
  const detail = { alias: alias.address, address, contentType: alias.contentType };

  if (facts.automatic === 'auto-replied' && alias.autoReplies === 'ignore') {
    note('alias', 'refuses_auto_replies', detail);
    return [];
  }
  const found = threadOf(named, routing);
  if (found) {
    const { threadId, entry } = found.thread;
    note('alias', 'joins_its_entry', { ...detail, thread: threadId, entry });
    return [appendTo(found)];
  }
  if (isLeftToThread(named, routing)) {
    const proven = provenThreads(routing);
    note('alias', 'left_to_thread', { ...detail, threads: proven.map(({ thread }) => thread.threadId) });
    return proven.map(appendTo);
  }
  const forwarded = threads.some(({ thread }) => thread.contentType !== alias.contentType);
  note('alias', forwarded ? 'forward' : 'new_entry', detail);
  return [
    {
      type: 'create',
      target: `alias:${alias.id}`,
      reason: 'created',
      contentType: alias.contentType,
      aliasId: alias.id,
      recipient: address,
    },
  ];
};

/**
 * What joins its thread whatever aliases get: a mail to an address with a valid key, and a proven reply that also stands
 * in To or Cc for the catchall address.
 */
const repliesBesides = (routing: RoutingCase): Action[] => {
  const toCatchall = writesToCatchall(routing.facts);
  return provenThreads(routing)
    .filter(({ isAddressed }) => isAddressed || toCatchall)
    .map((found) => {
      const { threadId, entry } = found.thread;
      const code = found.isAddressed ? 'reply_to_key' : 'reply_to_catchall';
      routing.note('thread', code, { thread: threadId, entry });
      return appendTo(found);
    });
};

/**
 * Each alias decides for itself: it appends where it made the entry that the mail refers to, else it makes a new one, also
 * for a forward from another content type's thread and where its entry was deleted. An alias that is not addressed itself
 * (in Cc alone, or as the account) makes none from a proven reply, which joins its thread instead. Whoever is kept out of
 * the thread that an alias would add to is kept out here too.
 */
export const aliasTargets: Step = (routing) => {
  const { addressed, note } = routing;
  if (addressed.aliases.length === 0) {
    note('alias', 'none_named');
    return null;
  }
  const targets = addressed.aliases.flatMap((named) => threadOf(named, routing) ?? []);
  const refused = refusedIn(targets, routing);
  if (refused) {
    note('alias', 'refused_in_thread', { threads: targets.map(({ thread }) => thread.threadId) });
    return refused;
  }
  return act([...addressed.aliases.flatMap((named) => decide(named, routing)), ...repliesBesides(routing)]);
};
