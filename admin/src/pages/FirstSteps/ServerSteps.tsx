import { Link } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { IncomingServer, OutgoingServer } from '../../../../contracts';
import { useIncomingServersQuery, useOutgoingServersQuery, useRefresh } from '../../api';
import { When } from '../../components';
import { useSentences, useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { failureReason, sendingReason, sendingStateOf } from '../../words';
import { incomingStateOf, mailboxStateOf, mostTelling, outgoingStateOf, type Hold } from './state';
import { Line, Step, StepFailed, Why } from './Step';
import { useHold } from './use-hold';

interface Props {
  number: number;
}

/** So many servers are told of; the others stand in the list. */
const SHOWN = 3;

const REFRESH_EVERY_MS = 15_000;

/** Nothing is fetched or sent at all, whatever the single servers do. */
const Held = ({ hold }: { hold: Hold }) => {
  const text = useText();
  if (hold === null) return null;
  return hold === 'copy' ? (
    <Line>{text('site.copy.quiet')}</Line>
  ) : (
    <Line to="../mail-gateway/scheduled-actions" link={text('actions.title')}>
      {text('steps.incoming.paused')}
    </Line>
  );
};

const MailboxLine = ({ server, isHeld }: { server: IncomingServer; isHeld: boolean }) => {
  const text = useText();
  const sentences = useSentences();
  const { documentId, errorCode, errorMessage, errorSince, name, testErrorCode, testErrorMessage } = server;
  const state = mailboxStateOf(server);
  if (state === 'fetched' && isHeld) return null;
  if (state === 'fetched' || state === 'waiting')
    return <Line>{text(`steps.incoming.${state}`, { name })}</Line>;
  const reason =
    state === 'refused'
      ? failureReason(testErrorCode, testErrorMessage, sentences)
      : failureReason(errorCode, errorMessage, sentences);
  return (
    <Line
      to={`../mail-gateway/incoming-servers/${documentId}`}
      link={text('steps.server.open', { name })}
      reason={state !== 'draft' && state !== 'inactive' && reason}
    >
      {text(`steps.incoming.${state}`, { name })}
      {state === 'failing' && errorSince && (
        <>
          {' '}
          {text('incoming.health.errorSince')} <When instant={errorSince} textColor="neutral800" />.
        </>
      )}
    </Line>
  );
};

/** A mailbox from which the mail of others comes. */
export const IncomingStep = ({ number }: Props) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readServers);
  const hold = useHold('in');
  const { data: servers = [], error, refetch } = useIncomingServersQuery(undefined, { skip: !mayRead });
  useRefresh(refetch, mayRead ? REFRESH_EVERY_MS : null);
  const isHeld = hold !== null;
  const state = incomingStateOf(servers, isHeld);
  const shown = mostTelling(servers, (server) => incomingStateOf([server], false), SHOWN);
  return (
    <Step number={number} title={text('steps.incoming.title')} state={state}>
      {state === 'open' && <Why>{text('steps.incoming.why')}</Why>}
      {error && <StepFailed error={error} onRetry={() => void refetch()} />}
      {servers.length > 0 && <Held hold={hold} />}
      {shown.map((server) => (
        <MailboxLine key={server.documentId} server={server} isHeld={isHeld} />
      ))}
      {mayRead && (
        <Link tag={RouterLink} to="../mail-gateway/incoming-servers">
          {text('incoming.title')}
        </Link>
      )}
    </Step>
  );
};

const ServerLine = ({ server, isHeld }: { server: OutgoingServer; isHeld: boolean }) => {
  const text = useText();
  const sentences = useSentences();
  const { documentId, name } = server;
  const state = sendingStateOf(server);
  if (state === 'ok') return isHeld ? null : <Line>{text('steps.outgoing.ok', { name })}</Line>;
  return (
    <Line
      to={`../mail-gateway/outgoing-servers/${documentId}`}
      link={text('steps.server.open', { name })}
      reason={(state === 'failing' || state === 'paused') && sendingReason(server, sentences)}
    >
      {text(`steps.outgoing.${state}`, { name })}
    </Line>
  );
};

/** A server through which answers leave. */
export const OutgoingStep = ({ number }: Props) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readServers);
  const hold = useHold('out');
  const { data: servers = [], error, refetch } = useOutgoingServersQuery(undefined, { skip: !mayRead });
  useRefresh(refetch, mayRead ? REFRESH_EVERY_MS : null);
  const isHeld = hold !== null;
  const state = outgoingStateOf(servers, isHeld);
  const shown = mostTelling(servers, (server) => outgoingStateOf([server], false), SHOWN);
  return (
    <Step number={number} title={text('steps.outgoing.title')} state={state}>
      {state === 'open' && <Why>{text('steps.outgoing.why')}</Why>}
      {error && <StepFailed error={error} onRetry={() => void refetch()} />}
      {servers.length > 0 && <Held hold={hold} />}
      {shown.map((server) => (
        <ServerLine key={server.documentId} server={server} isHeld={isHeld} />
      ))}
      {mayRead && (
        <Link tag={RouterLink} to="../mail-gateway/outgoing-servers">
          {text('outgoing.title')}
        </Link>
      )}
    </Step>
  );
};
