import { Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { useIncomingServersQuery, useOutgoingServersQuery } from '../../api';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { Step, Why } from './Step';

interface Props {
  number: number;
}

/** A mailbox from which the mail of others comes. */
export const IncomingStep = ({ number }: Props) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readServers);
  const { data: servers = [] } = useIncomingServersQuery(undefined, { skip: !mayRead });
  const confirmed = servers.find(({ active, state }) => active && state === 'confirmed');
  return (
    <Step number={number} title={text('steps.incoming.title')} isDone={confirmed !== undefined}>
      {confirmed ? (
        <Typography textColor="neutral800">
          {text('steps.incoming.done', { name: confirmed.name })}
        </Typography>
      ) : (
        <Why>{text('steps.incoming.why')}</Why>
      )}
      {mayRead && (
        <Link tag={RouterLink} to="../incoming-servers">
          {text('incoming.title')}
        </Link>
      )}
    </Step>
  );
};

/** A server through which answers leave. */
export const OutgoingStep = ({ number }: Props) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readServers);
  const { data: servers = [] } = useOutgoingServersQuery(undefined, { skip: !mayRead });
  const working = servers.find(({ active, state }) => active && state !== 'failing');
  return (
    <Step number={number} title={text('steps.outgoing.title')} isDone={working !== undefined}>
      {working ? (
        <Typography textColor="neutral800">{text('steps.outgoing.done', { name: working.name })}</Typography>
      ) : (
        <Why>{text('steps.outgoing.why')}</Why>
      )}
      {mayRead && (
        <Link tag={RouterLink} to="../outgoing-servers">
          {text('outgoing.title')}
        </Link>
      )}
    </Step>
  );
};
