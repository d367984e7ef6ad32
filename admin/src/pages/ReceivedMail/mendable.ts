import type { InboundEmail } from '../../../../contracts';

/** Reasons with which a mail found no place because no alias takes it. */
const WITHOUT_ALIAS = new Set(['no_route', 'no_recipient_of_ours', 'catchall_no_proof', 'entry_deleted']);

/** What mends the cause, where a page of the settings does: an alias is missing, or makes what the content type refuses. */
export const mendOf = ({
  state,
  reason,
}: Pick<InboundEmail, 'state' | 'reason'>): 'alias' | 'mapping' | null => {
  if (state === 'failed' && reason === 'mapping_failed') return 'mapping';
  const isLost = state === 'unroutable' || state === 'rejected';
  return isLost && WITHOUT_ALIAS.has(reason ?? '') ? 'alias' : null;
};
