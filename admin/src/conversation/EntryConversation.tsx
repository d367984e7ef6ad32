import { Box, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { useErrorText, useThreadOfEntryQuery } from '../api';
import { LoadFailed } from '../components';
import { FollowersSummary } from '../followers';
import { useText } from '../i18n';
import { PLUGIN_ID } from '../pluginId';
import { Discussion } from './Discussion';

const Sentence = ({ children }: { children: string }) => (
  <Typography variant="omega" textColor="neutral600">
    {children}
  </Typography>
);

const OfEntry = ({ contentType, entry }: { contentType: string; entry: string }) => {
  const text = useText();
  const errorText = useErrorText();
  const { data, error, refetch, isFetching } = useThreadOfEntryQuery(
    { contentType, entry },
    { refetchOnMountOrArgChange: true }
  );

  if (error) {
    return (
      <LoadFailed
        message={text('conversation.error', { problem: errorText(error) })}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data === undefined || (isFetching && data?.entry !== entry)) {
    return <Loader small>{text('conversation.loading')}</Loader>;
  }
  if (data === null) return <Sentence>{text('conversation.none')}</Sentence>;
  return (
    <Flex id="mail-gateway-conversation" direction="column" alignItems="stretch" gap={4} width="100%">
      {/* First, where it stays while messages are loaded. */}
      <Box>
        <Link tag={RouterLink} to={`/plugins/${PLUGIN_ID}/conversations/${data.documentId}`}>
          {text('conversation.open')}
        </Link>
      </Box>
      <FollowersSummary thread={data} onChange={() => void refetch()} />
      <Discussion thread={data} place="panel" onPosted={() => void refetch()} />
    </Flex>
  );
};

/** The conversation of an entry, in the panel beside it. @param entry its documentId; null while the entry is new. */
export const EntryConversation = ({ contentType, entry }: { contentType: string; entry: string | null }) => {
  const text = useText();
  return entry === null ? (
    <Sentence>{text('conversation.new')}</Sentence>
  ) : (
    <OfEntry contentType={contentType} entry={entry} />
  );
};
