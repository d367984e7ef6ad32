import type { Action, HeldTarget, Note } from './decision';
import type { RoutingFacts } from './facts';
import { stateOf } from './reasons';
import type { Verdict } from './routing-case';

/** Targets that a mail with these facts may reach and whose effects the loop window counts. */
export const possibleTargets = ({
  claims,
  parents,
  keys,
  accepted,
  fallbackContentType,
}: Pick<
  RoutingFacts,
  'claims' | 'parents' | 'keys' | 'accepted' | 'fallbackContentType'
>): Action['target'][] => [
  ...new Set([
    ...[...claims.values()].flatMap((claim) =>
      claim.kind === 'alias' ? [`alias:${claim.alias.id}` as const] : []
    ),
    ...[...parents, ...keys, ...(accepted ? [accepted] : [])].map(
      ({ threadId }) => `thread:${threadId}` as const
    ),
    ...(fallbackContentType === null ? [] : [`fallback:${fallbackContentType}` as const]),
  ]),
];

/**
 * Holds back every action whose target this sender reached too often within the window; the others go on. Reports cause
 * no mail and are not counted.
 */
export const withinLoopWindow = (
  { actions, outcome }: Verdict,
  { loop, sender }: RoutingFacts,
  note: Note
): Verdict & { held: readonly HeldTarget[] } => {
  if (outcome) return { actions: [], outcome, held: [] };
  if (loop.exempt || loop.threshold <= 0) {
    note('loop_window', 'exempt', { sender: sender.address, threshold: loop.threshold });
    return { actions, outcome: null, held: [] };
  }
  const held: HeldTarget[] = [];
  const free = actions.filter(({ type, target }) => {
    if (type === 'report') return true;
    const count = loop.counts.get(target) ?? 0;
    const { threshold, minutes } = loop;
    const exceeded = count >= threshold;
    note('loop_window', exceeded ? 'exceeded' : 'within', { target, count, threshold, minutes });
    if (exceeded) {
      const details = { sender: sender.address, target, count, threshold, minutes };
      held.push({ target, state: stateOf('loop_suspected'), reason: 'loop_suspected', details });
    }
    return !exceeded;
  });
  const [first] = held;
  if (free.length > 0 || !first) return { actions: free, outcome: null, held };
  const { state, reason, details } = first;
  return { actions: [], outcome: { state, reason, details }, held };
};
