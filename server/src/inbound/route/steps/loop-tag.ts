import { end, type Step } from '../routing-case';

/**
 * The loop tag of our notices means "never answer", not "drop": a machine that answers a notice is ignored, a person goes
 * on. List mail counts as a person's.
 */
export const loopTag: Step = ({ facts: { looped, automatic, nullSender }, note }) => {
  const detail = { class: automatic, nullSender };
  if (!looped) {
    note('loop_tag', 'absent');
    return null;
  }
  if (nullSender || (automatic !== null && automatic !== 'list')) {
    note('loop_tag', 'from_robot', detail);
    return end('looped');
  }
  note('loop_tag', 'from_person', detail);
  return null;
};
