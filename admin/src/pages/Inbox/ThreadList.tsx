import * as React from 'react';
import { Box, Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import type { InboxList } from '../../api';
import { useText } from '../../i18n';
import { actionOf } from './keys';
import { ThreadRow } from './ThreadRow';
import { useMark } from './useMark';
import { PAGE_LIMIT, type InboxAddress } from './useInboxQueryString';

const linksOf = (list: Element | null): HTMLElement[] =>
  list ? [...list.querySelectorAll<HTMLElement>('a[data-conversation]')] : [];

/** Gives the focus back to a conversation whose row was moved, which takes it away. */
const useKeptFocus = (list: React.RefObject<HTMLUListElement>, inbox: InboxList) => {
  const focused = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (focused.current === null || document.activeElement !== document.body) return;
    linksOf(list.current)
      .find(({ dataset }) => dataset.conversation === focused.current)
      ?.focus();
  }, [list, inbox]);
  return focused;
};

/** The way to more, or the word that there is none. */
const Foot = ({
  address,
  inbox,
  isLoading,
}: {
  address: InboxAddress;
  inbox: InboxList;
  isLoading: boolean;
}) => {
  const text = useText();
  if (inbox.hasMore && address.wanted.pages < PAGE_LIMIT) {
    return (
      <Button variant="tertiary" loading={isLoading} onClick={address.loadMore}>
        {text('inbox.more')}
      </Button>
    );
  }
  return (
    <Typography variant="pi" textColor="neutral600">
      {text(inbox.hasMore ? 'inbox.limit' : 'inbox.end', { count: inbox.threads.length })}
    </Typography>
  );
};

interface Props {
  address: InboxAddress;
  inbox: InboxList;
  isLoading: boolean;
  onChange: () => void;
}

/** The conversations, with keys to go through them. */
export const ThreadList = ({ address, inbox, isLoading, onChange }: Props) => {
  const text = useText();
  const hintId = React.useId();
  const list = React.useRef<HTMLUListElement>(null);
  const focusedRef = useKeptFocus(list, inbox);
  const { mark, said } = useMark(onChange);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const links = linksOf(list.current);
    const position = links.findIndex((link) => link === event.target);
    const action = position < 0 ? null : actionOf(event, position, links.length);
    if (action === null) return;
    event.preventDefault();
    if (action.type === 'move') links[action.to]?.focus();
    const thread = inbox.threads[position];
    if (action.type === 'mark' && thread) void mark(thread);
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography id={hintId} variant="pi" textColor="neutral600">
        {text('inbox.keys')}
      </Typography>
      <Box background="neutral0" hasRadius shadow="tableShadow" overflow="hidden">
        <ul
          ref={list}
          aria-label={text('inbox.list')}
          aria-describedby={hintId}
          aria-busy={isLoading}
          onKeyDown={onKeyDown}
          onFocus={({ target }) => {
            focusedRef.current = linksOf(target.closest('li')).at(0)?.dataset.conversation ?? null;
          }}
        >
          {inbox.threads.map((thread) => (
            <ThreadRow key={thread.documentId} thread={thread} onMark={() => void mark(thread)} />
          ))}
        </ul>
      </Box>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <Flex justifyContent="center" padding={2}>
        <Foot address={address} inbox={inbox} isLoading={isLoading} />
      </Flex>
    </Flex>
  );
};
