import { Flex, Typography } from '@strapi/design-system';
import type { Follower, Thread } from '../../../contracts';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { AddFollower } from './AddFollower';
import { FollowerRow } from './FollowerRow';
import { Own } from './Own';
import { useChange, type Change } from './useChange';

interface Props {
  thread: Thread;
  /** Called when the conversation has to be read anew. */
  onChange: () => void;
}

interface ListProps {
  label: string;
  followers: readonly Follower[];
  thread: Thread;
  change: Change;
}

const List = ({ label, followers, thread, change }: ListProps) => {
  const mayChange = useMay(PERMISSIONS.changeFollowers);
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3} aria-label={label}>
      {followers.map((follower) => (
        <FollowerRow
          key={follower.documentId}
          follower={follower}
          isOwn={follower.documentId === thread.own?.documentId}
          mayChange={mayChange}
          change={change}
        />
      ))}
    </Flex>
  );
};

/** Who follows a conversation, whether the user does, and what they may change of it. */
export const Followers = ({ thread, onChange }: Props) => {
  const text = useText();
  const mayChange = useMay(PERMISSIONS.changeFollowers);
  const change = useChange(thread, onChange);
  const active = thread.followers.filter(({ state }) => state === 'active');
  const blocked = thread.followers.filter(({ state }) => state === 'blocked');

  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <Own thread={thread} change={change} />
      {active.length > 0 ? (
        <List label={text('followers.list')} followers={active} thread={thread} change={change} />
      ) : (
        <Typography textColor="neutral600">{text('followers.none')}</Typography>
      )}
      {mayChange && <AddFollower thread={thread} change={change} />}
      {blocked.length > 0 && (
        <>
          <Typography variant="sigma" textColor="neutral600" tag="h3">
            {text('followers.blocked')}
          </Typography>
          <List label={text('followers.blocked')} followers={blocked} thread={thread} change={change} />
        </>
      )}
    </Flex>
  );
};
