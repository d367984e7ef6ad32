import * as React from 'react';
import { Box, Flex, TextButton } from '@strapi/design-system';
import { ChevronDown, ChevronUp } from '@strapi/icons';
import type { Thread } from '../../../contracts';
import { useText } from '../i18n';
import { Followers } from './Followers';

/** Where there is little room: how many follow, and the rest on request. */
export const FollowersSummary = (props: { thread: Thread; onChange: () => void }) => {
  const text = useText();
  const [isOpen, setOpen] = React.useState(false);
  const count = props.thread.followers.filter(({ state }) => state === 'active').length;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Box>
        <TextButton
          endIcon={isOpen ? <ChevronUp /> : <ChevronDown />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {text('followers.summary', { count })}
        </TextButton>
      </Box>
      {isOpen && <Followers {...props} />}
    </Flex>
  );
};
