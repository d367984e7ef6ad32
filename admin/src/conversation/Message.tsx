import { Badge, Box, Flex, Link, Typography, type BoxProps } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { ThreadMessage } from '../../../contracts';
import { When } from '../components';
import { useText, type Text } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { PLUGIN_ID } from '../pluginId';
import { Attachments } from './Attachments';
import { Marks } from './Marks';
import { ProofMark } from './ProofMark';
import { Words } from './Words';

/** Where a message is shown: the panel is narrow and low. */
export type Place = 'panel' | 'page';

/** By direction: the ground, and the edge that tells messages apart in the dark theme, where the grounds are alike. */
const LOOKS = {
  incoming: { background: 'neutral100', edge: 'neutral300' },
  outgoing: { background: 'primary100', edge: 'primary500' },
  note: { background: 'warning100', edge: 'warning500' },
} as const satisfies Record<ThreadMessage['direction'], { background: BoxProps['background']; edge: string }>;

type Edge = (typeof LOOKS)[keyof typeof LOOKS]['edge'];

const Sheet = styled(Box)<{ $edge: Edge }>`
  border-inline-start: 4px solid ${({ theme, $edge }) => theme.colors[$edge]};
`;

const authorOf = ({ author, from }: ThreadMessage, text: Text): string => {
  if (author?.type === 'admin') return author.name || author.email || text('conversation.author.unknown');
  const sender = author ?? from[0];
  return sender?.name || sender?.address || text('conversation.author.unknown');
};

interface Props {
  threadId: string;
  message: ThreadMessage;
  place: Place;
  onChanged: () => void;
}

/** One contribution: who, when, what, and what became of it. */
export const Message = ({ threadId, message, place, onChanged }: Props) => {
  const text = useText();
  const mayReadReceived = useMay(PERMISSIONS.readReceived);
  const { direction, sentAt, inboundId } = message;
  const author = authorOf(message, text);
  const { background, edge } = LOOKS[direction];

  return (
    <Sheet tag="li" background={background} $edge={edge} hasRadius padding={place === 'panel' ? 3 : 4}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Flex gap={2} wrap="wrap">
          <Typography fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
            {author}
          </Typography>
          <Badge size="S">{text(`conversation.direction.${direction}`)}</Badge>
          <ProofMark message={message} />
          {sentAt !== null && <When instant={sentAt} variant="pi" textColor="neutral600" />}
        </Flex>
        <Words
          threadId={threadId}
          message={message}
          title={text('conversation.message', { author })}
          tallest={place === 'panel' ? 320 : undefined}
          onChanged={onChanged}
        />
        <Attachments files={message.attachments} />
        <Marks mails={message.outbound} />
        {place === 'page' && inboundId !== null && mayReadReceived && (
          <Link tag={RouterLink} to={`/plugins/${PLUGIN_ID}/received/${inboundId}`}>
            {text('conversation.received')}
          </Link>
        )}
      </Flex>
    </Sheet>
  );
};
