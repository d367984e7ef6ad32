import { Box, Flex, Grid, Loader, Typography } from '@strapi/design-system';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { useErrorText, useThreadQuery } from '../../api';
import { EntryLink, LoadFailed, Panel, SiteBanner, useContentTypes, When } from '../../components';
import { Discussion } from '../../conversation';
import { Followers } from '../../followers';
import { useText } from '../../i18n';

const useThread = (documentId: string) => useThreadQuery(documentId, { refetchOnMountOrArgChange: true });

const Body = ({ query }: { query: ReturnType<typeof useThread> }) => {
  const text = useText();
  const errorText = useErrorText();
  const { currentData: data, error, refetch } = query;

  if (data) {
    return (
      <Grid.Root gap={6}>
        <Grid.Item col={8} xs={12} direction="column" alignItems="stretch">
          <Box background="neutral0" hasRadius shadow="tableShadow" padding={{ initial: 4, medium: 6 }}>
            {data.archivedAt !== null && (
              <Flex background="warning100" hasRadius padding={4} marginBottom={4} gap={2} wrap="wrap">
                <Typography textColor="neutral800">{text('conversation.archived')}</Typography>
                <When instant={data.archivedAt} variant="pi" textColor="neutral600" />
              </Flex>
            )}
            <Discussion key={data.documentId} thread={data} place="page" onPosted={() => void refetch()} />
          </Box>
        </Grid.Item>
        <Grid.Item col={4} xs={12} direction="column" alignItems="stretch">
          <Panel title={text('followers.title')}>
            <Followers thread={data} onChange={() => void refetch()} />
          </Panel>
        </Grid.Item>
      </Grid.Root>
    );
  }
  if (!error) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('conversation.loading')}</Loader>
      </Flex>
    );
  }
  if ('status' in error && error.status === 404) return <LoadFailed message={text('conversation.missing')} />;
  return (
    <LoadFailed
      message={text('conversation.error', { problem: errorText(error) })}
      onRetry={() => void refetch()}
    />
  );
};

/** One conversation from its beginning, with the place to answer. */
export const ConversationPage = () => {
  const text = useText();
  const { nameOf } = useContentTypes();
  const { threadId = '' } = useParams();
  const query = useThread(threadId);
  const thread = query.currentData;
  const title = thread ? thread.subject || text('mail.noSubject') : text('conversation.title');

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={thread && text('conversation.subtitle', { contentType: nameOf(thread.contentType) })}
        navigationAction={<BackButton fallback="/content-manager" />}
        primaryAction={
          thread?.archivedAt === null && (
            <EntryLink contentType={thread.contentType} documentId={thread.entry}>
              {text('entry.open', { contentType: nameOf(thread.contentType) })}
            </EntryLink>
          )
        }
      />
      <Layouts.Content>
        <Box paddingBottom={10} maxWidth="128rem">
          <SiteBanner />
          <Body query={query} />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
