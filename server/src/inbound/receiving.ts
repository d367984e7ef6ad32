import { messageOf } from '../errors';
import type { Hooks } from '../hooks';
import type { JournalStates } from './journal';
import { explain, stateOf } from './route';
import type { InboundReceiveContext, InboundSteps } from './steps';
import type { InboundStore, StoredMail } from './types';

const STEP = 'inbound.receive';

/**
 * The journal inside the hooks of `inbound.receive`. Whatever a hook does, the mail is stored: a failing hook is its
 * reason, a hook that leaves the step out ends it as ignored. Only the store itself can refuse a mail.
 */
export const withReceiveHooks = (
  journal: InboundStore,
  { hooks, states }: { hooks: Hooks<InboundSteps>; states: JournalStates }
): InboundStore => ({
  ...journal,

  async store(raw, delivery, alongside) {
    const context: InboundReceiveContext = { delivery, documentId: null };
    let storing: Promise<StoredMail> | null = null;
    const keep = (): Promise<StoredMail> => {
      storing ??= journal.store(raw, delivery, alongside);
      return storing;
    };
    let reached = false;
    let problem: string | null = null;
    try {
      await hooks.run(STEP, context, async () => {
        reached = true;
        context.documentId = (await keep()).documentId;
      });
    } catch (error) {
      problem = messageOf(error);
    }
    const stored = await keep();
    if (stored.duplicate) return stored;
    if (problem !== null) {
      const explanation = explain('hook_failed', { step: STEP, message: problem });
      await states.conclude(stored.documentId, {
        state: stateOf('hook_failed'),
        reason: 'hook_failed',
        explanation,
      });
    } else if (!reached) {
      const explanation = explain('hook_stopped', { step: STEP });
      await states.conclude(stored.documentId, {
        state: stateOf('hook_stopped'),
        reason: 'hook_stopped',
        explanation,
      });
    }
    return stored;
  },
});
