import { Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { useIncomingServersQuery, useOutgoingServersQuery } from '../../api';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';

interface Server {
  name: string;
  active: boolean;
}

/** So many are named. */
const NAMED = 5;

/** The servers of one kind, by name, and the way to them. */
const Servers = ({
  kind,
  servers,
}: {
  kind: 'outgoing' | 'incoming';
  servers: readonly Server[] | undefined;
}) => {
  const text = useText();
  const active = servers?.filter((server) => server.active) ?? [];
  const names = active.slice(0, NAMED).map(({ name }) => name);
  return (
    <Flex direction="column" alignItems="start" gap={1}>
      <Link tag={RouterLink} to={`../mail-gateway/${kind}-servers`}>
        {text(`${kind}.title`)}
      </Link>
      {servers && (
        <Typography textColor="neutral600">
          {active.length === 0
            ? text(`general.servers.${kind}.none`)
            : text('general.servers.active', { count: active.length, names: names.join(', ') })}
        </Typography>
      )}
    </Flex>
  );
};

/** The servers that mail leaves through and comes in from, for who may see them. */
const ServersOf = () => {
  const text = useText();
  const { data: outgoing } = useOutgoingServersQuery(undefined);
  const { data: incoming } = useIncomingServersQuery(undefined);
  return (
    <Panel title={text('general.servers')}>
      <Servers kind="outgoing" servers={outgoing} />
      <Servers kind="incoming" servers={incoming} />
    </Panel>
  );
};

/** External email servers, as Odoo's settings call them. */
export const ServersPanel = () => (useMay(PERMISSIONS.readServers) ? <ServersOf /> : null);
