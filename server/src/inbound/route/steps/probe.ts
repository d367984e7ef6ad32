import { end, type Step } from '../routing-case';

/** A trial of the delimiter came in, by whatever door: that is all it was sent for. */
export const probe: Step = ({ facts: { probe: id }, note }) => {
  if (id === null) return null;
  note('probe', 'arrived', { test: id });
  return end('probe_arrived', { test: id });
};
