import { useOutgoingServersQuery } from '../../api';
import { ServerList } from '../../server-form';
import { ServerTable } from './ServerTable';

/** The servers that mail leaves through, in the order in which they are tried. */
export const ListPage = () => {
  const { data, error, refetch } = useOutgoingServersQuery(undefined);
  return (
    <ServerList kind="outgoing" servers={data} error={error} onRetry={() => void refetch()}>
      {(servers) => <ServerTable servers={servers} />}
    </ServerList>
  );
};
