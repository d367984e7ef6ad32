import * as React from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { isAddress, type AddFollower as NewFollower, type Thread } from '../../../contracts';
import { useCandidatesQuery } from '../api';
import { useText } from '../i18n';
import type { Change } from './useChange';

const PAUSE_MS = 250;

/** Somebody who fits what was typed. */
interface Found {
  key: string;
  name: string;
  detail: string | null;
  follower: NewFollower;
}

/** What was typed, as soon as nobody types on. */
const useSettled = (typed: string): string => {
  const [settled, setSettled] = React.useState(typed);
  React.useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
};

/** Colleagues who do not follow yet; else the address that was typed. */
const useFound = (thread: Thread, typed: string): { found: Found[]; isSettled: boolean } => {
  const q = useSettled(typed.trim());
  const { currentData } = useCandidatesQuery(q, { skip: q === '', refetchOnMountOrArgChange: true });
  const following = new Set(
    thread.followers.filter(({ state }) => state === 'active').map(({ address }) => address.toLowerCase())
  );
  const colleagues = (currentData ?? []).filter(({ address }) => !following.has(address.toLowerCase()));
  const isColleague = colleagues.some(({ address }) => address.toLowerCase() === q.toLowerCase());
  const found = colleagues.map(({ documentId, name, address }) => ({
    key: documentId,
    name,
    detail: address,
    follower: { adminUser: documentId },
  }));
  const written =
    isAddress(q) && !isColleague ? [{ key: q, name: q, detail: null, follower: { address: q } }] : [];
  return {
    found: [...found, ...written],
    isSettled: q === typed.trim() && (q === '' || currentData !== undefined),
  };
};

interface Props {
  thread: Thread;
  change: Change;
  onClose: () => void;
}

const Search = ({ thread, change, onClose }: Props) => {
  const text = useText();
  const [typed, setTyped] = React.useState('');
  const { found, isSettled } = useFound(thread, typed);

  const add = async ({ follower, name }: Found) => {
    if (await change.add(follower, text('followers.added', { name }))) onClose();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Field.Root name="mail-gateway-new-follower" hint={text('followers.add.hint')}>
        <Field.Label>{text('followers.add.find')}</Field.Label>
        <TextInput
          autoFocus
          autoComplete="off"
          value={typed}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
        />
        <Field.Hint />
      </Field.Root>
      {typed.trim() !== '' && (
        <Flex
          tag="ul"
          direction="column"
          alignItems="flex-start"
          gap={2}
          aria-label={text('followers.add.found')}
        >
          {found.map((one) => (
            <Box tag="li" key={one.key} maxWidth="100%">
              <Button
                variant="secondary"
                startIcon={<Plus />}
                disabled={change.isLoading}
                title={one.detail ?? undefined}
                onClick={() => void add(one)}
              >
                {text('followers.add.one', { name: one.name })}
              </Button>
            </Box>
          ))}
        </Flex>
      )}
      <Typography variant="pi" textColor="neutral600" role="status">
        {typed.trim() !== '' && isSettled && found.length === 0 ? text('followers.add.none') : ''}
      </Typography>
      <Box>
        <Button variant="tertiary" onClick={onClose}>
          {text('followers.add.close')}
        </Button>
      </Box>
    </Flex>
  );
};

/** Adds a colleague or an address, for whoever may change who follows. */
export const AddFollower = ({ thread, change }: Omit<Props, 'onClose'>) => {
  const text = useText();
  const [isOpen, setOpen] = React.useState(false);
  if (isOpen) return <Search thread={thread} change={change} onClose={() => setOpen(false)} />;
  return (
    <Box>
      <Button variant="tertiary" startIcon={<Plus />} onClick={() => setOpen(true)}>
        {text('followers.add')}
      </Button>
    </Box>
  );
};
