import { messageOf } from '../../errors';
import type { Hooks } from '../../hooks';
import type { Action } from '../route';
import type { InboundDeliverContext, InboundSteps } from '../steps';
import type { Effects } from './effects';
import { PermanentFailure } from './failures';
import { concluded } from './results';
import type { ActionResult, MailInDelivery } from './types';

export interface Delivery {
  /**
   * Does one action, once, inside the hooks of `inbound.deliver`.
   * @throws what may succeed on another day (database busy, disk full); everything else is a result.
   */
  perform(action: Action, delivery: MailInDelivery): Promise<ActionResult>;
}

const STEP = 'inbound.deliver';

/** @see Delivery */
export const createDelivery = ({
  hooks,
  effects,
}: {
  hooks: Hooks<InboundSteps>;
  effects: Effects;
}): Delivery => {
  /** The effect with its own failures told apart from those of hooks. */
  const attempt = async (work: () => Promise<ActionResult>): Promise<ActionResult | { error: unknown }> => {
    try {
      return await work();
    } catch (error) {
      return { error };
    }
  };

  const inHooks = async (
    context: InboundDeliverContext,
    work: () => Promise<ActionResult>
  ): Promise<ActionResult> => {
    let outcome: ActionResult | { error: unknown } | null = null;
    let hookProblem: string | null = null;
    try {
      await hooks.run(STEP, context, async () => {
        outcome = await attempt(work);
        if ('error' in outcome) throw outcome.error;
        context.entryDocumentId = outcome.entryDocumentId;
      });
    } catch (error) {
      hookProblem = messageOf(error);
    }
    // The compiler does not see that the callback above assigned it.
    const done = outcome as ActionResult | { error: unknown } | null;
    if (done && 'error' in done) throw done.error;
    if (hookProblem === null) return done ?? concluded(context.action, 'hook_stopped', { step: STEP });
    if (!done) return concluded(context.action, 'hook_failed', { step: STEP, message: hookProblem });
    // What was made stays made: a hook that fails afterwards is noted, not undone.
    return { ...done, notes: [...done.notes, `A hook failed after the delivery: ${hookProblem}`] };
  };

  const perform: Delivery['perform'] = async (action, delivery) => {
    const { inboundId, mail } = delivery;
    const context = { inboundId, mail, action, data: null, entryDocumentId: null };
    if (action.type !== 'create') return inHooks(context, () => effects.other(action, delivery));
    const applied = effects.map(action, delivery);
    const creating: InboundDeliverContext = { ...context, data: applied.data };
    return inHooks(creating, () => effects.create(action, delivery, applied, creating.data ?? {}));
  };

  return {
    async perform(action, delivery) {
      try {
        return await perform(action, delivery);
      } catch (error) {
        if (error instanceof PermanentFailure) return concluded(action, error.reason, error.details);
        throw error;
      }
    },
  };
};
