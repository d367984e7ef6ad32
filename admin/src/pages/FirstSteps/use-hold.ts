import { useScheduledActionsQuery, useSiteQuery } from '../../api';
import { PERMISSIONS, useMay } from '../../permissions';
import type { Hold } from './state';

/** The scheduled action that looks into the mailboxes. */
const FETCHING = 'fetchmail';

/**
 * What keeps the whole site from fetching or sending, as far as the user may see it. Mail leaves by itself, without the
 * clock; what is fetched is not.
 */
export const useHold = (way: 'in' | 'out'): Hold => {
  const mayReadSite = useMay(PERMISSIONS.readSite);
  const mayReadActions = useMay(PERMISSIONS.readScheduledActions);
  const { data: site } = useSiteQuery(undefined, { skip: !mayReadSite });
  const { data: actions } = useScheduledActionsQuery(undefined, { skip: way === 'out' || !mayReadActions });
  if (site?.state === 'copy') return 'copy';
  return actions?.find(({ name }) => name === FETCHING)?.active === false ? 'paused' : null;
};
