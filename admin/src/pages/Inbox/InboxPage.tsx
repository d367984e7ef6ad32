import * as React from 'react';
import { Box, Flex, IconButton, Loader, Radio } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useErrorText, useInboxCountQuery, useInboxQuery, useRefresh } from '../../api';
import { LoadFailed, MailSections, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { NothingFollowed, NothingUnread } from './Nothing';
import { ThreadList } from './ThreadList';
import { useInboxQueryString, type InboxAddress } from './useInboxQueryString';

const REFRESH_MS = 30_000;

/** The Inbox and its number, which look again by themselves; not where many pages are open. */
const useInbox = ({ wanted }: InboxAddress) => {
  const query = useInboxQuery(wanted, { refetchOnMountOrArgChange: true });
  const { data: count, refetch: recount } = useInboxCountQuery(undefined);
  const { refetch } = query;
  const refresh = React.useCallback(() => {
    void refetch();
    void recount();
  }, [refetch, recount]);
  useRefresh(refresh, wanted.pages > 1 ? null : REFRESH_MS);
  return { ...query, refresh, unread: count?.unread ?? 0 };
};

const Filter = ({ address }: { address: InboxAddress }) => {
  const text = useText();
  return (
    <Radio.Group
      aria-label={text('inbox.filter')}
      value={address.wanted.filter}
      onValueChange={(filter) => address.show(filter === 'unread' ? 'unread' : 'all')}
    >
      <Flex gap={4} wrap="wrap">
        <Radio.Item value="all">{text('inbox.filter.all')}</Radio.Item>
        <Radio.Item value="unread">{text('inbox.filter.unread')}</Radio.Item>
      </Flex>
    </Radio.Group>
  );
};

const Body = ({ address, query }: { address: InboxAddress; query: ReturnType<typeof useInbox> }) => {
  const text = useText();
  const errorText = useErrorText();
  const { currentData, data, error, refresh } = query;

  if (error) {
    return <LoadFailed message={text('inbox.error', { problem: errorText(error) })} onRetry={refresh} />;
  }
  if (!data) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('inbox.loading')}</Loader>
      </Flex>
    );
  }
  if (data.threads.length === 0 && !data.hasMore) {
    return address.wanted.filter === 'unread' ? (
      <NothingUnread onShowAll={() => address.show('all')} />
    ) : (
      <NothingFollowed />
    );
  }
  return (
    <ThreadList address={address} inbox={data} isLoading={currentData === undefined} onChange={refresh} />
  );
};

/** *Inbox*: the conversations that the user follows. */
export const InboxPage = () => {
  const text = useText();
  const address = useInboxQueryString();
  const query = useInbox(address);
  const { unread } = query;
  const isEmpty = address.wanted.filter === 'all' && query.data?.threads.length === 0;

  return (
    <Page.Main>
      <Page.Title>
        {unread > 0 ? text('inbox.title.unread', { count: unread }) : text('inbox.title')}
      </Page.Title>
      <Layouts.Header
        title={text('inbox.title')}
        subtitle={text('inbox.subtitle')}
        primaryAction={
          <IconButton label={text('inbox.refresh')} onClick={query.refresh}>
            <ArrowClockwise />
          </IconButton>
        }
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <MailSections />
          <SiteBanner />
          {!isEmpty && (
            <Box paddingBottom={4}>
              <Filter address={address} />
            </Box>
          )}
          <Body address={address} query={query} />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
