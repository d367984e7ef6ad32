import type { DelimiterTest } from '../../../contracts';

/** What a test of addresses with a key came to. Where its mail did not leave, nothing is known of the address. */
export const outcomeOfTest = ({
  sending,
  state,
}: Pick<DelimiterTest, 'sending' | 'state'>): DelimiterTest['state'] | 'unsent' =>
  state === 'missing' && sending === 'under_way' ? 'unsent' : state;
