import { Flex, Link, Table, Tbody, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { OutgoingServer } from '../../../../contracts';
import { Cell, Columns, OpeningRow, TableFrame } from '../../components';
import { useSentences, useText } from '../../i18n';
import { LastTestLine } from '../../server-form';
import { failureSentence, isKnownByTest } from '../../words';
import { ServerState } from './ServerState';

const COLUMNS = ['server.column.server', 'outgoing.column.sends', 'server.column.state'] as const;

const Server = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const { documentId, fromFilter, host, lastError, lastErrorCode, name, port, priority } = server;
  const own = failureSentence(lastErrorCode, text, useSentences());
  return (
    <OpeningRow to={documentId}>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Link tag={RouterLink} to={documentId}>
            {name}
          </Link>
          <Typography variant="pi" textColor="neutral600">
            {host}:{port}
          </Typography>
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography textColor="neutral800">{fromFilter ?? text('outgoing.sends.all')}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {text('outgoing.priority', { priority })}
          </Typography>
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <ServerState server={server} />
          {lastError && !isKnownByTest(server) && (
            <Typography variant="pi" textColor="neutral600" lang={own ? undefined : 'en'}>
              {own ?? lastError}
            </Typography>
          )}
          <LastTestLine test={server} isSaid={false} />
        </Flex>
      </Cell>
    </OpeningRow>
  );
};

/** One row for each server, the first one to be tried above. */
export const ServerTable = ({ servers }: { servers: readonly OutgoingServer[] }) => {
  const text = useText();
  return (
    <TableFrame>
      <Table colCount={COLUMNS.length} rowCount={servers.length + 1} aria-label={text('outgoing.title')}>
        <Columns names={COLUMNS} />
        <Tbody>
          {servers.map((server) => (
            <Server key={server.documentId} server={server} />
          ))}
        </Tbody>
      </Table>
    </TableFrame>
  );
};
