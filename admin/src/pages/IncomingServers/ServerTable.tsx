import { Flex, Link, Table, Tbody, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { IncomingServer } from '../../../../contracts';
import { Cell, Columns, OpeningRow, TableFrame, When } from '../../components';
import { useSentences, useText } from '../../i18n';
import { LastTestLine } from '../../server-form';
import { failureSentence } from '../../words';
import { HealthWord } from './HealthWord';

const COLUMNS = ['server.column.server', 'incoming.column.health', 'incoming.health.lastMail'] as const;

const Server = ({ server }: { server: IncomingServer }) => {
  const text = useText();
  const sentences = useSentences();
  const {
    documentId,
    errorCode,
    errorMessage,
    errorSince,
    failures,
    folder,
    host,
    lastMailAt,
    lastSuccessAt,
    name,
    username,
  } = server;
  return (
    <OpeningRow to={documentId}>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Link tag={RouterLink} to={documentId}>
            {name}
          </Link>
          <Typography variant="pi" textColor="neutral600">
            {username} · {host} · {text('incoming.folder', { folder })}
          </Typography>
        </Flex>
      </Cell>
      <Cell>
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <HealthWord server={server} />
          {errorSince && (
            <Typography variant="pi" textColor="neutral600">
              {text(failures > 0 ? 'incoming.health.errorSince' : 'incoming.health.warnedSince')}{' '}
              <When instant={errorSince} variant="pi" textColor="neutral600" />
            </Typography>
          )}
          {errorSince && errorMessage && (
            <Typography variant="pi" textColor="neutral600">
              {failureSentence(errorCode, text, sentences) ?? errorMessage}
            </Typography>
          )}
          {lastSuccessAt && (
            <Typography variant="pi" textColor="neutral600">
              {text('incoming.health.lastSuccess')}{' '}
              <When instant={lastSuccessAt} variant="pi" textColor="neutral600" />
            </Typography>
          )}
          <LastTestLine test={server} isSaid={errorSince !== null && errorCode === server.testErrorCode} />
        </Flex>
      </Cell>
      <Cell>
        {lastMailAt ? (
          <When instant={lastMailAt} textColor="neutral800" />
        ) : (
          <Typography textColor="neutral600">{text('incoming.health.never')}</Typography>
        )}
      </Cell>
    </OpeningRow>
  );
};

/** One row for each mailbox, in the order in which they are fetched. */
export const ServerTable = ({ servers }: { servers: readonly IncomingServer[] }) => {
  const text = useText();
  return (
    <TableFrame>
      <Table colCount={COLUMNS.length} rowCount={servers.length + 1} aria-label={text('incoming.title')}>
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
