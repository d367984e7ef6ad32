import { Link, Table, Tbody, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { Alias } from '../../../../contracts';
import { Cell, Columns, OpeningRow, TableFrame, useContentTypes } from '../../components';
import { useText } from '../../i18n';
import { AliasState } from './AliasState';

const COLUMNS = ['alias.column.address', 'alias.column.becomes', 'alias.column.state'] as const;

const Row = ({ alias }: { alias: Alias }) => {
  const { nameOf } = useContentTypes();
  const { address, contentType, documentId } = alias;
  return (
    <OpeningRow to={documentId}>
      <Cell>
        <Link tag={RouterLink} to={documentId}>
          {address}
        </Link>
      </Cell>
      <Cell>
        <Typography textColor="neutral800">{nameOf(contentType)}</Typography>
      </Cell>
      <Cell>
        <AliasState alias={alias} />
      </Cell>
    </OpeningRow>
  );
};

/** One row for each alias. */
export const AliasTable = ({ aliases }: { aliases: readonly Alias[] }) => {
  const text = useText();
  return (
    <TableFrame>
      <Table colCount={COLUMNS.length} rowCount={aliases.length + 1} aria-label={text('alias.title')}>
        <Columns names={COLUMNS} />
        <Tbody>
          {aliases.map((alias) => (
            <Row key={alias.documentId} alias={alias} />
          ))}
        </Tbody>
      </Table>
    </TableFrame>
  );
};
