import { Box, Flex, IconButton, Loader } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useErrorText, useReceivedQuery, useRefresh, type ReceivedList } from '../../api';
import { LoadFailed, MailSections, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { Filters } from './Filters';
import { MailTable } from './MailTable';
import { NothingFits, NothingYet } from './Nothing';
import { ReplayListed } from './ReplayListed';
import { useListQuery, type ListQuery } from './useListQuery';

const BUSY_MS = 5000;
const IDLE_MS = 30_000;

/** Looks again by itself: soon while a mail is being worked on, else now and then; not where many pages are open. */
const intervalFor = (list: ListQuery, received: ReceivedList | undefined): number | null => {
  if (list.wanted.pages > 1) return null;
  return received?.mails.some(({ state }) => state === 'received') ? BUSY_MS : IDLE_MS;
};

const Body = ({ list, query }: { list: ListQuery; query: ReturnType<typeof useReceived> }) => {
  const text = useText();
  const errorText = useErrorText();
  const { data, currentData, error, refetch } = query;

  if (error) {
    return (
      <LoadFailed message={`${text('error.list')}: ${errorText(error)}`} onRetry={() => void refetch()} />
    );
  }
  if (!data) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('received.loading')}</Loader>
      </Flex>
    );
  }
  if (data.mails.length === 0 && !data.hasMore) {
    return list.isFiltered ? <NothingFits onClear={list.clear} /> : <NothingYet />;
  }
  return <MailTable list={list} received={data} isLoading={currentData === undefined} />;
};

const useReceived = (list: ListQuery) => {
  const query = useReceivedQuery(list.wanted, { refetchOnMountOrArgChange: true });
  useRefresh(query.refetch, intervalFor(list, query.data));
  return query;
};

/** *Received*: the journal of received mail. */
export const ReceivedPage = () => {
  const text = useText();
  const seesAll = useMay(PERMISSIONS.readAllMail);
  const list = useListQuery();
  const query = useReceived(list);
  const isEmpty = !list.isFiltered && query.data?.mails.length === 0 && !query.data.hasMore;

  return (
    <Page.Main>
      <Page.Title>{text('received.title')}</Page.Title>
      <Layouts.Header
        title={text('received.title')}
        subtitle={text(seesAll ? 'received.subtitle' : 'received.subtitle.rights')}
        primaryAction={
          <IconButton label={text('received.refresh')} onClick={() => void query.refetch()}>
            <ArrowClockwise />
          </IconButton>
        }
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <MailSections />
          <SiteBanner />
          {!isEmpty && <Filters list={list} />}
          <ReplayListed list={list} received={query.data} onEnd={query.refetch} />
          <Body list={list} query={query} />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
