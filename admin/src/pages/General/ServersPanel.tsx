import { Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { useIncomingServersQuery, useOutgoingServersQuery } from '../../api';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';

/** So many are named. */
const NAMED = 5;

interface Props {
  kind: 'outgoing' | 'incoming';
  /** Those at work; undefined while they are loaded. */
  servers: readonly { name: string }[] | undefined;
  /** How many wait for their first good test. */
  unconfirmed?: number;
}

/** The servers of one kind, by name, and the way to them. */
const Servers = ({ kind, servers, unconfirmed = 0 }: Props) => {
  const text = useText();
  const names = servers?.slice(0, NAMED).map(({ name }) => name) ?? [];
  return (
    <Flex direction="column" alignItems="start" gap={1}>
      <Link tag={RouterLink} to={`../mail-gateway/${kind}-servers`}>
        {text(`${kind}.title`)}
      </Link>
      {servers && (
        <Typography textColor="neutral600">
          {servers.length === 0
            ? text(`general.servers.${kind}.none`)
            : text(`general.servers.${kind}.active`, { count: servers.length, names: names.join(', ') })}
        </Typography>
      )}
      {unconfirmed > 0 && (
        <Typography textColor="neutral600">
          {text('general.servers.incoming.unconfirmed', { count: unconfirmed })}
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
  const mailboxes = incoming?.filter(({ active }) => active);
  const fetched = mailboxes?.filter(({ state }) => state === 'confirmed');
  return (
    <Panel title={text('general.servers')}>
      <Servers kind="outgoing" servers={outgoing?.filter(({ active }) => active)} />
      <Servers
        kind="incoming"
        servers={fetched}
        unconfirmed={(mailboxes?.length ?? 0) - (fetched?.length ?? 0)}
      />
    </Panel>
  );
};

/** External email servers, as Odoo's settings call them. */
export const ServersPanel = () => (useMay(PERMISSIONS.readServers) ? <ServersOf /> : null);
