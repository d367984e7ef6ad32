import { act, end, type Step } from '../routing-case';

/** An editor accepted the suggestion that this mail belongs to a thread: they vouch for it. */
export const acceptedSuggestion: Step = ({ facts: { accepted }, threads, note }) => {
  if (!accepted) return null;
  const { threadId, contentType, entry, entryExists, by, asNote } = accepted;
  const detail = { thread: threadId, contentType, entry, by };
  if (!entryExists) {
    note('accepted', 'entry_deleted', detail);
    return end('entry_deleted', { contentType, entry });
  }
  note('accepted', 'by_editor', detail);
  return act([
    {
      type: 'append',
      target: `thread:${threadId}`,
      reason: 'appended',
      threadId,
      contentType,
      entry,
      proof: 'accepted',
      via: { name: by, address: '' },
      speaksFor: null,
      // An editor vouches for the sender; what answers a note stays among colleagues all the same.
      isNote: asNote || threads.some(({ thread, isNote }) => thread.threadId === threadId && isNote),
    },
  ]);
};
