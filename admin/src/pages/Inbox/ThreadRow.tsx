import { Badge, Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Check, Mail } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import type { InboxThread } from '../../../../contracts';
import { useContentTypes, When } from '../../components';
import { useText } from '../../i18n';
import { PLUGIN_ID } from '../../pluginId';

const Row = styled(Flex)<{ $isUnread: boolean }>`
  position: relative;
  border-inline-start: 4px solid
    ${({ theme, $isUnread }) => ($isUnread ? theme.colors.primary600 : 'transparent')};
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};

  &:hover,
  &:focus-within {
    background: ${({ theme }) => theme.colors.neutral100};
  }
  @media (max-width: 767px) {
    flex-wrap: wrap;
  }
`;

/** The whole row is the link's; what can be pressed besides lies above it. */
const SubjectLink = styled(Link)`
  color: inherit;
  overflow-wrap: anywhere;
  text-decoration: none;

  &::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  &:focus-visible {
    outline: none;
  }
  &:focus-visible::after {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

/** Beside the text; in a narrow window below it, in one line. */
const Facts = styled(Flex)`
  flex-direction: column;
  align-items: flex-end;

  @media (max-width: 767px) {
    flex: 1;
    flex-direction: row;
    align-items: baseline;
    gap: ${({ theme }) => theme.spaces[3]};
  }
`;

const Side = styled(Flex)`
  flex-shrink: 0;
  align-items: flex-start;

  @media (max-width: 767px) {
    width: 100%;
    align-items: center;
  }
`;

const Above = styled(Box)`
  position: relative;
  z-index: 1;
`;

const Line = styled(Typography)`
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  overflow-wrap: anywhere;
`;

/** How the latest message begins, and who wrote it. */
const Latest = ({ latest }: Pick<InboxThread, 'latest'>) => {
  const text = useText();
  if (latest === null) return null;
  const author = latest.author || text('conversation.author.unknown');
  return (
    <Flex gap={2} alignItems="flex-start">
      {latest.direction === 'note' && (
        <Badge size="S" shrink={0}>
          {text('inbox.note')}
        </Badge>
      )}
      <Line variant="omega" textColor="neutral600">
        {latest.beginning === '' ? author : text('inbox.latest', { author, text: latest.beginning })}
      </Line>
    </Flex>
  );
};

interface Props {
  thread: InboxThread;
  onMark: () => void;
}

/** One conversation of the Inbox. */
export const ThreadRow = ({ thread, onMark }: Props) => {
  const text = useText();
  const { nameOf } = useContentTypes();
  const { documentId, contentType, unread, latest, lastMessageAt } = thread;
  const subject = thread.subject || text('mail.noSubject');
  const isUnread = unread > 0;
  const markLabel = text(isUnread ? 'inbox.mark.read' : 'inbox.mark.unread', { subject });

  return (
    <Row tag="li" $isUnread={isUnread} gap={4} padding={4} alignItems="flex-start">
      <Flex direction="column" alignItems="stretch" gap={1} flex="1 1 30rem" minWidth={0}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight={isUnread ? 'bold' : 'regular'} textColor="neutral800">
            <SubjectLink
              to={`/plugins/${PLUGIN_ID}/conversations/${documentId}`}
              data-conversation={documentId}
            >
              {subject}
            </SubjectLink>
          </Typography>
          {isUnread && (
            <Badge size="S" backgroundColor="primary100" textColor="primary700">
              {text('inbox.unread', { count: unread })}
            </Badge>
          )}
        </Flex>
        <Latest latest={latest} />
      </Flex>
      <Side gap={4}>
        <Facts gap={1}>
          {lastMessageAt !== null && <When instant={lastMessageAt} variant="pi" textColor="neutral600" />}
          <Typography variant="pi" textColor="neutral600">
            {nameOf(contentType)}
          </Typography>
        </Facts>
        <Above>
          <IconButton label={markLabel} onClick={onMark} variant="ghost">
            {isUnread ? <Check /> : <Mail />}
          </IconButton>
        </Above>
      </Side>
    </Row>
  );
};
