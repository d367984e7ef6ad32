import { useSearchParams } from 'react-router-dom';
import type { InboxArguments } from '../../api';

/** Pages that may be open at once. */
export const PAGE_LIMIT = 10;

/** What the address bar says of the Inbox: it can be copied, and *back* leads to it. */
export interface InboxAddress {
  wanted: InboxArguments;
  show(filter: InboxArguments['filter']): void;
  loadMore(): void;
}

/** @see InboxAddress */
export const useInboxQueryString = (): InboxAddress => {
  const [params, setParams] = useSearchParams();
  const pages = Math.min(Math.max(Math.floor(Number(params.get('pages'))) || 1, 1), PAGE_LIMIT);

  return {
    wanted: { filter: params.get('filter') === 'unread' ? 'unread' : 'all', pages },

    show: (filter) => setParams(filter === 'unread' ? { filter } : {}),

    loadMore() {
      const changed = new URLSearchParams(params);
      changed.set('pages', String(pages + 1));
      setParams(changed, { replace: true });
    },
  };
};
