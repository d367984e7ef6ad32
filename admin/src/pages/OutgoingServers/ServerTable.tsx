import { Box, Flex, Link, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { OutgoingServer } from '../../../../contracts';
import { When } from '../../components';
import { useText } from '../../i18n';
import { ServerState } from './ServerState';

const COLUMNS = ['outgoing.column.server', 'outgoing.column.sends', 'outgoing.column.state'] as const;

const Row = styled(Tr)`
  cursor: pointer;
`;

const Cell = styled(Td)`
  &&,
  &&:first-of-type {
    height: auto;
    padding-block: ${({ theme }) => theme.spaces[4]};
    vertical-align: top;
    white-space: normal;
    overflow-wrap: anywhere;
  }
`;

const Server = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const navigate = useNavigate();
  const { documentId, fromFilter, host, lastError, lastTestedAt, name, port, priority, state } = server;
  return (
    <Row
      onClick={(event) => {
        const isOnLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!isOnLink) navigate(documentId);
      }}
    >
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
          {state === 'failing' && lastError && (
            <Typography variant="pi" textColor="neutral600">
              {lastError}
            </Typography>
          )}
          {lastTestedAt && (
            <Typography variant="pi" textColor="neutral600">
              {text('outgoing.tested')} <When instant={lastTestedAt} variant="pi" textColor="neutral600" />
            </Typography>
          )}
        </Flex>
      </Cell>
    </Row>
  );
};

/** One row for each server, the first one to be tried above. */
export const ServerTable = ({ servers }: { servers: readonly OutgoingServer[] }) => {
  const text = useText();
  return (
    <Box>
      <Table colCount={COLUMNS.length} rowCount={servers.length + 1} aria-label={text('outgoing.title')}>
        <Thead>
          <Tr>
            {COLUMNS.map((column) => (
              <Th key={column}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(column)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {servers.map((server) => (
            <Server key={server.documentId} server={server} />
          ))}
        </Tbody>
      </Table>
    </Box>
  );
};
