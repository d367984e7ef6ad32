import * as React from 'react';
import { useConversationQuery, useRefresh, type Conversation } from '../api';
import { meaningOf } from '../words';

const BUSY_MS = 4000;
const IDLE_MS = 20_000;
/** With more pages open, somebody reads what is old: new messages can wait until they write or come back. */
const REFRESHED_PAGES = 3;

const isBusy = (conversation: Conversation | undefined): boolean =>
  conversation?.messages.some(({ outbound }) => outbound.some(({ state }) => meaningOf(state) === 'waits')) ??
  false;

/** A conversation from its latest page back, which looks again by itself: soon while a mail waits to leave. */
export const useConversation = (threadId: string, pageSize: number) => {
  const [pages, setPages] = React.useState(1);
  const query = useConversationQuery({ threadId, pageSize, pages }, { refetchOnMountOrArgChange: true });
  const interval = isBusy(query.data) ? BUSY_MS : IDLE_MS;
  useRefresh(query.refetch, pages > REFRESHED_PAGES ? null : interval);

  return {
    ...query,
    isLoadingOlder: query.currentData === undefined && query.data !== undefined,
    loadOlder: () => setPages(pages + 1),
  };
};
