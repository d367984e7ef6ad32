import type { Background } from './background';
import type { DueMail, JournalStates } from './journal';
import type { InboundProcessor } from './types';

/** As many waiting mails as one pass takes on. */
const BATCH = 200;

/** As many as are taken through together, and the bytes of all of them: they are in memory at the same time. */
const TOGETHER = 50;
const BYTES_TOGETHER = 8 * 1024 * 1024;

/**
 * Sets of mails to be taken through together, in their order. A mail that was begun before goes alone: should it end the
 * process once more, no other mail loses an attempt by it.
 */
const sets = function* (mails: readonly DueMail[]): Generator<DueMail[]> {
  let set: DueMail[] = [];
  let bytes = 0;
  for (const mail of mails) {
    const alone = mail.attempts > 0 || (set[0]?.attempts ?? 0) > 0;
    if (set.length > 0 && (alone || set.length >= TOGETHER || bytes + mail.size > BYTES_TOGETHER)) {
      yield set;
      set = [];
      bytes = 0;
    }
    set.push(mail);
    bytes += mail.size;
  }
  if (set.length > 0) yield set;
};

/**
 * Takes up mails that wait: left behind by a crash, to be tried again, or waiting for the mail that they refer to.
 * @returns how many were looked at.
 */
export const sweepWaiting = async (
  {
    states,
    processor,
    background,
  }: {
    states: JournalStates;
    processor: Pick<InboundProcessor, 'processAll'>;
    background: Pick<Background, 'has'>;
  },
  signal: AbortSignal
): Promise<number> => {
  let done = 0;
  const due = (await states.due(BATCH)).filter(({ documentId }) => !background.has(documentId));
  for (const set of sets(due)) {
    if (signal.aborted) break;
    await processor.processAll(set);
    done += set.length;
  }
  return done;
};
