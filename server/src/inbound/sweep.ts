import type { JournalStates } from './journal';
import type { InboundProcessor } from './types';

/** As many waiting mails as one pass takes on. */
const BATCH = 200;

/**
 * Takes up mails that wait: left behind by a crash, to be tried again, or waiting for the mail that they refer to.
 * @returns how many were looked at.
 */
export const sweepWaiting = async (
  { states, processor }: { states: JournalStates; processor: InboundProcessor },
  signal: AbortSignal
): Promise<number> => {
  const waiting = await states.due(BATCH);
  let done = 0;
  for (const documentId of waiting) {
    if (signal.aborted) break;
    await processor.process(documentId);
    done += 1;
  }
  return done;
};
