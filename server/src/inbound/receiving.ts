import { Readable } from 'node:stream';
import { messageOf } from '../errors';
import type { Hooks } from '../hooks';
import type { Journal, JournalStates, Verdict } from './journal';
import { explain, stateOf } from './route';
import type { InboundReceiveContext, InboundSteps } from './steps';
import type { InboundStore, StoredMail } from './types';

const STEP = 'inbound.receive';

const hookStopped: Verdict = {
  state: stateOf('hook_stopped'),
  reason: 'hook_stopped',
  explanation: explain('hook_stopped', { step: STEP }),
};

const hookFailed = (message: string): Verdict => ({
  state: stateOf('hook_failed'),
  reason: 'hook_failed',
  explanation: explain('hook_failed', { step: STEP, message }),
});

/**
 * The journal inside the hooks of `inbound.receive`. Whatever a hook does, the mail is stored: a failing hook is its
 * reason, a hook that leaves the step out ends it as ignored. Only the store itself can refuse a mail.
 */
export const withReceiveHooks = (
  journal: Journal,
  { hooks, states }: { hooks: Hooks<InboundSteps>; states: JournalStates }
): InboundStore => {
  const store: InboundStore['store'] = async (raw, delivery, alongside) => {
    const context: InboundReceiveContext = { delivery, documentId: null };
    let storing: Promise<StoredMail> | null = null;
    let problem: string | null = null;
    try {
      await hooks.run(STEP, context, async () => {
        storing = journal.store(raw, delivery, alongside);
        context.documentId = (await storing).documentId;
      });
    } catch (error) {
      problem = messageOf(error);
    }
    const verdict = problem === null ? hookStopped : hookFailed(problem);
    // The compiler does not see that the callback above assigned it.
    const begun = storing as Promise<StoredMail> | null;
    // A mail that no hook let through is stored in its final state: nothing may take it for one that waits.
    if (!begun) return journal.store(raw, delivery, alongside, verdict);
    const stored = await begun;
    if (problem !== null && !stored.duplicate) await states.conclude(stored.documentId, verdict);
    return stored;
  };

  return {
    ...journal,
    store,

    async storeAll(mails, alongside) {
      if (!hooks.has(STEP)) return journal.storeAll(mails, alongside);
      const stored: StoredMail[] = [];
      for (const [index, { raw, delivery }] of mails.entries()) {
        // What goes alongside says that all of them are stored.
        const isLast = index === mails.length - 1;
        stored.push(await store(Readable.from([raw]), delivery, isLast ? alongside : undefined));
      }
      return stored;
    },
  };
};
