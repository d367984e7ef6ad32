import type { InboundState } from '../../../contracts';

/** What is done is not repeated. */
const DONE: readonly InboundState[] = ['delivered', 'reported'];

/** Whether a mail in this state may be decided and delivered once more. */
export const isReplayable = (state: InboundState): boolean => !DONE.includes(state);
