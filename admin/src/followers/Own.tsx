import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Bell, Cross } from '@strapi/icons';
import type { OwnFollower, Thread } from '../../../contracts';
import { useText } from '../i18n';
import type { Change } from './useChange';

interface Props {
  own: OwnFollower;
  change: Change;
}

/** How the user is told: one row, which nobody else may set. */
const Channel = ({ own, change }: Props) => {
  const text = useText();
  return (
    <Field.Root name="mail-gateway-channel">
      <Field.Label>{text('followers.channel')}</Field.Label>
      <SingleSelect
        value={own.channel}
        disabled={change.isLoading}
        onChange={(channel) =>
          void change.update(
            own.documentId,
            { channel: channel === 'email' ? 'email' : 'inbox' },
            text('followers.changed')
          )
        }
      >
        <SingleSelectOption value="inbox">{text('followers.by.inbox')}</SingleSelectOption>
        <SingleSelectOption value="email">{text('followers.by.both')}</SingleSelectOption>
      </SingleSelect>
    </Field.Root>
  );
};

/** Follow and unfollow, for whoever looks. */
export const Own = ({ thread: { own }, change }: { thread: Thread; change: Change }) => {
  const text = useText();
  if (own?.state === 'blocked') {
    return <Typography textColor="neutral600">{text('followers.own.blocked')}</Typography>;
  }
  if (own?.state === 'active') {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        {own.adminUser !== null && <Channel own={own} change={change} />}
        <Box>
          <Button
            variant="tertiary"
            startIcon={<Cross />}
            loading={change.isLoading}
            onClick={() =>
              void change.update(own.documentId, { state: 'unfollowed' }, text('followers.unfollowed'))
            }
          >
            {text('followers.unfollow')}
          </Button>
        </Box>
      </Flex>
    );
  }
  return (
    <Box>
      <Button
        variant="secondary"
        startIcon={<Bell />}
        loading={change.isLoading}
        onClick={() => void change.add({ me: true }, text('followers.following'))}
      >
        {text('followers.follow')}
      </Button>
    </Box>
  );
};
