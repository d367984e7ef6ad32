import type { InboundState } from '../../../../contracts';
import { useSearchParams } from 'react-router-dom';
import { PAGE_LIMIT, type ReceivedArguments } from '../../api';
import { isGroup, STATES_OF, statesOfReason, type Group } from '../../words';
import { dayFrom, spanOf } from './days';

/** What the address bar says of the list: it can be copied, and *back* leads to it. */
export interface ListQuery {
  group: Group | null;
  reason: string | null;
  q: string | null;
  server: string | null;
  /** First and last day, as in `2026-11-01`. */
  from: string | null;
  to: string | null;
  isFiltered: boolean;
  /** What the server is asked for. */
  wanted: ReceivedArguments;
  /** Changes filters and begins at the newest mail; null removes one. */
  filter(change: Partial<Record<'state' | 'reason' | 'q' | 'server' | 'from' | 'to', string | null>>): void;
  clear(): void;
  loadMore(): void;
}

/** A reason alone says which states its mails have. A reason of a newer server is looked for among all. */
const statesOf = (group: Group | null, reason: string | null): readonly InboundState[] => {
  if (group !== null) return STATES_OF[group];
  return reason === null ? [] : statesOfReason(reason);
};

/** @see ListQuery */
export const useListQuery = (): ListQuery => {
  const [params, setParams] = useSearchParams();
  const state = params.get('state');
  const group = isGroup(state) ? state : null;
  const reason = params.get('reason');
  const q = params.get('q');
  const server = params.get('server');
  const from = dayFrom(params.get('from'));
  const to = dayFrom(params.get('to'));
  const pages = Math.min(Math.max(Math.floor(Number(params.get('pages'))) || 1, 1), PAGE_LIMIT);

  return {
    group,
    reason,
    q,
    server,
    from,
    to,
    isFiltered: [group, reason, q, server, from, to].some((value) => value !== null),
    wanted: {
      states: statesOf(group, reason),
      reason,
      q,
      incomingServerId: server,
      ...spanOf(from, to),
      pages,
    },

    filter(change) {
      const changed = new URLSearchParams(params);
      changed.delete('pages');
      for (const [name, value] of Object.entries(change)) {
        if (value) changed.set(name, value);
        else changed.delete(name);
      }
      setParams(changed);
    },

    clear: () => setParams(new URLSearchParams()),

    loadMore() {
      const changed = new URLSearchParams(params);
      changed.set('pages', String(pages + 1));
      setParams(changed, { replace: true });
    },
  };
};
