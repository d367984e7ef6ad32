import { Box, Flex, Loader } from '@strapi/design-system';
import type { Thread } from '../../../contracts';
import { useErrorText } from '../api';
import { LoadFailed, WrappingButton } from '../components';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { AnswerBox } from './AnswerBox';
import { Message, type Place } from './Message';
import { Suggestions } from './Suggestions';
import { useConversation } from './useConversation';
import { useMarkRead } from './useMarkRead';

/** Messages on a page. */
const PAGE_SIZE: Record<Place, number> = { panel: 3, page: 20 };

interface Props {
  thread: Thread;
  place: Place;
  /** Whoever writes follows from then on. */
  onPosted: () => void;
}

/** What was said, the latest at the end, and below it the place to answer. */
export const Discussion = ({ thread, place, onPosted }: Props) => {
  const text = useText();
  const errorText = useErrorText();
  const mayPost = useMay(PERMISSIONS.postThreads) && thread.archivedAt === null;
  const { data, error, refetch, isLoadingOlder, loadOlder } = useConversation(
    thread.documentId,
    PAGE_SIZE[place]
  );

  useMarkRead(thread, place === 'page' ? data?.messages.at(-1)?.documentId : undefined);

  const refresh = () => {
    void refetch();
    onPosted();
  };

  if (!data && !error) return <Loader small>{text('conversation.loading')}</Loader>;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      {error && (
        <LoadFailed
          message={text('conversation.error', { problem: errorText(error) })}
          onRetry={() => void refetch()}
        />
      )}
      {data?.hasOlder && (
        <Box>
          <WrappingButton variant="tertiary" loading={isLoadingOlder} onClick={loadOlder}>
            {text('conversation.older')}
          </WrappingButton>
        </Box>
      )}
      <Flex
        tag="ol"
        direction="column"
        alignItems="stretch"
        gap={3}
        aria-label={text('conversation.messages')}
      >
        {data?.messages.map((message) => (
          <Message
            key={message.documentId}
            threadId={thread.documentId}
            message={message}
            place={place}
            onChanged={() => void refetch()}
          />
        ))}
      </Flex>
      {mayPost && <Suggestions threadId={thread.documentId} place={place} onAccepted={refresh} />}
      {mayPost && <AnswerBox key={thread.documentId} thread={thread} onPosted={refresh} />}
    </Flex>
  );
};
