import { isAddressedItself, writesToCatchall, type NamedAlias } from '../addressed';
import type { Action } from '../decision';
import { parentThreads, type ReferencedThread } from '../references';
import { act, appendTo, type RoutingCase, type Step } from '../routing-case';

/** Threads of the parent that the mail proves to answer by a Message-ID that we signed: the reply key of a mail. */
const provenThreads = ({ threads }: RoutingCase): ReferencedThread[] =>
  parentThreads(threads).filter(({ parent, proof }) => parent.entryExists && proof === 'B');

/** The thread of an entry that this alias made, however far back the mail refers to it. */
const threadOf = ({ alias }: NamedAlias, { threads }: RoutingCase): ReferencedThread | undefined =>
  threads.find(({ parent }) => parent.entryExists && parent.madeBy === `alias:${alias.id}`);

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
  const thread = threadOf(named, routing);
  if (thread) {
    note('alias', 'joins_its_entry', {
      ...detail,
      thread: thread.parent.threadId,
      entry: thread.parent.entry,
    });
    return [appendTo(thread)];
  }
  if (isLeftToThread(named, routing)) {
    const proven = provenThreads(routing);
    note('alias', 'left_to_thread', { ...detail, threads: proven.map(({ parent }) => parent.threadId) });
    return proven.map(appendTo);
  }
  const forwarded = threads.some(({ parent }) => parent.contentType !== alias.contentType);
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

/** A proven reply that also stands in To or Cc for the catchall address joins its thread, whatever aliases get. */
const replyToCatchall = (routing: RoutingCase): Action[] => {
  if (!writesToCatchall(routing.facts)) return [];
  return provenThreads(routing).map((thread) => {
    routing.note('thread', 'reply_to_catchall', {
      thread: thread.parent.threadId,
      entry: thread.parent.entry,
    });
    return appendTo(thread);
  });
};

/**
 * Each alias decides for itself: it appends where it made the entry that the mail refers to, else it makes a new one, also
 * for a forward from another content type's thread and where its entry was deleted. An alias that is not addressed itself
 * (in Cc alone, or as the account) makes none from a proven reply, which joins its thread instead.
 */
export const aliasTargets: Step = (routing) => {
  const { addressed, note } = routing;
  if (addressed.aliases.length === 0) {
    note('alias', 'none_named');
    return null;
  }
  return act([...addressed.aliases.flatMap((named) => decide(named, routing)), ...replyToCatchall(routing)]);
};
