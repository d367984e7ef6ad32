import { Button, Dialog, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross, Lock } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import type { Follower } from '../../../contracts';
import { useText } from '../i18n';
import type { Change } from './useChange';

/** Addresses may be longer than the panel is wide. */
const Words = styled(Flex)`
  min-width: 0;
  overflow-wrap: anywhere;
`;

interface Props {
  follower: Follower;
  isOwn: boolean;
  /** Whether the user may change who follows. */
  mayChange: boolean;
  change: Change;
}

/** Forbids to follow, once that was confirmed. */
const BlockButton = ({ follower, name, change }: { follower: Follower; name: string; change: Change }) => {
  const text = useText();
  const block = () =>
    void change.update(follower.documentId, { state: 'blocked' }, text('followers.blocked.done', { name }));
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <IconButton label={text('followers.block', { name })} variant="ghost" disabled={change.isLoading}>
          <Lock />
        </IconButton>
      </Dialog.Trigger>
      <ConfirmDialog
        title={text('followers.block.title', { name })}
        endAction={
          <Dialog.Action>
            <Button variant="danger-light" fullWidth onClick={block}>
              {text('followers.block.confirm')}
            </Button>
          </Dialog.Action>
        }
      >
        {text('followers.block.body', { name })}
      </ConfirmDialog>
    </Dialog.Root>
  );
};

const Buttons = ({ follower, name, change }: { follower: Follower; name: string; change: Change }) => {
  const text = useText();
  const leave = (done: string) => void change.update(follower.documentId, { state: 'unfollowed' }, done);
  if (follower.state === 'blocked') {
    return (
      <Button
        variant="tertiary"
        size="S"
        aria-label={text('followers.lift', { name })}
        disabled={change.isLoading}
        onClick={() => leave(text('followers.lifted', { name }))}
      >
        {text('followers.lift.short')}
      </Button>
    );
  }
  return (
    <>
      <IconButton
        label={text('followers.remove', { name })}
        variant="ghost"
        disabled={change.isLoading}
        onClick={() => leave(text('followers.removed', { name }))}
      >
        <Cross />
      </IconButton>
      <BlockButton follower={follower} name={name} change={change} />
    </>
  );
};

/** One who follows or is blocked: name, address, how they are told, and what can be done. */
export const FollowerRow = ({ follower, isOwn, mayChange, change }: Props) => {
  const text = useText();
  const { address, adminUser, channel, state } = follower;
  const name = follower.name || address;
  // For oneself there is the button above.
  const hasOwnButton = isOwn && state === 'active';
  const byMail = adminUser === null ? 'followers.by.email' : 'followers.by.both';
  return (
    <Flex tag="li" gap={2} justifyContent="space-between" alignItems="flex-start">
      <Words direction="column" alignItems="flex-start" gap={1}>
        <Typography textColor="neutral800" fontWeight="semiBold">
          {isOwn ? text('followers.you', { name }) : name}
        </Typography>
        {name !== address && (
          <Typography variant="pi" textColor="neutral600">
            {address}
          </Typography>
        )}
        {state === 'active' && (
          <Typography variant="pi" textColor="neutral600">
            {text(channel === 'email' ? byMail : 'followers.by.inbox')}
          </Typography>
        )}
      </Words>
      {mayChange && !hasOwnButton && (
        <Flex gap={1} shrink={0}>
          <Buttons follower={follower} name={name} change={change} />
        </Flex>
      )}
    </Flex>
  );
};
