import { Button, Flex, Table, Tbody, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { PAGE_LIMIT, type ReceivedList } from '../../api';
import { Columns, TableFrame } from '../../components';
import { useText } from '../../i18n';
import { MailRow } from './MailRow';
import type { ListQuery } from './useListQuery';

const COLUMNS = ['received.column.mail', 'received.column.outcome', 'received.column.received'] as const;

/** The time takes what it needs. */
const Frame = styled(TableFrame)`
  th:last-child {
    width: 15rem;
  }
`;

/** The way to older mail, or the word that there is none. */
const Foot = ({ list, mails, isLoading }: { list: ListQuery; mails: ReceivedList; isLoading: boolean }) => {
  const text = useText();
  const count = mails.mails.length;
  if (mails.hasMore && list.wanted.pages < PAGE_LIMIT) {
    return (
      <Button variant="tertiary" loading={isLoading} onClick={list.loadMore}>
        {text('received.more')}
      </Button>
    );
  }
  return (
    <Typography variant="pi" textColor="neutral600">
      {text(mails.hasMore ? 'received.limit' : 'received.end', { count })}
    </Typography>
  );
};

/** The mails that were found. */
export const MailTable = ({
  list,
  received,
  isLoading,
}: {
  list: ListQuery;
  received: ReceivedList;
  isLoading: boolean;
}) => {
  const text = useText();
  return (
    <>
      <Frame>
        <Table
          colCount={COLUMNS.length}
          rowCount={received.mails.length + 1}
          aria-label={text('received.table.label')}
          aria-busy={isLoading}
        >
          <Columns names={COLUMNS} />
          <Tbody>
            {received.mails.map((mail) => (
              <MailRow key={mail.documentId} mail={mail} />
            ))}
          </Tbody>
        </Table>
      </Frame>
      <Flex justifyContent="center" padding={5}>
        <Foot list={list} mails={received} isLoading={isLoading} />
      </Flex>
    </>
  );
};
