import { useIncomingServersQuery, useRefresh } from '../../api';
import { ServerList } from '../../server-form';
import { ServerTable } from './ServerTable';

const REFRESH_EVERY_MS = 15_000;

/** The mailboxes that mail is fetched from, and how each is doing. */
export const ListPage = () => {
  const { data, error, refetch } = useIncomingServersQuery(undefined);
  useRefresh(refetch, REFRESH_EVERY_MS);
  return (
    <ServerList kind="incoming" servers={data} error={error} onRetry={() => void refetch()}>
      {(servers) => <ServerTable servers={servers} />}
    </ServerList>
  );
};
