import { Button, Dialog, Tooltip } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { InboundEmailDetail, InboundOutcome } from '../../../../contracts';
import { useErrorText, useReplayMutation } from '../../api';
import { useContentTypes, useStateWord } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { isReplayable } from '../../words';

/** Says what the replay led to. */
const useReport = () => {
  const text = useText();
  const word = useStateWord();
  const { readable } = useContentTypes();
  const { toggleNotification } = useNotification();
  return ({ state, reason, explanation }: InboundOutcome): void => {
    if (state === 'delivered' || state === 'received') {
      const type = state === 'delivered' ? 'success' : 'info';
      toggleNotification({ type, message: text(`replay.done.${state}`) });
      return;
    }
    const message = text('replay.done.other', {
      state: word({ state, reason }),
      explanation: readable(explanation ?? ''),
    });
    toggleNotification({ type: 'warning', message });
  };
};

/** Decides and delivers the mail once more, after a question. Nothing for mails that are done, or without the right. */
export const Replay = ({ mail }: { mail: InboundEmailDetail }) => {
  const text = useText();
  const errorText = useErrorText();
  const report = useReport();
  const { toggleNotification } = useNotification();
  const mayReplay = useMay(PERMISSIONS.replay);
  const [replay, { isLoading }] = useReplayMutation();

  const confirm = async () => {
    const answer = await replay(mail.documentId);
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
    else report(answer.data);
  };

  if (!mayReplay || !isReplayable(mail.state)) return null;
  const label = text(mail.state === 'received' ? 'replay.now' : 'replay.button');

  if (!mail.rawStored) {
    return (
      <Tooltip label={text('replay.noOriginal')}>
        <Button startIcon={<ArrowClockwise />} aria-disabled variant="tertiary">
          {label}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button startIcon={<ArrowClockwise />} loading={isLoading}>
          {label}
        </Button>
      </Dialog.Trigger>
      <ConfirmDialog
        title={text('replay.title')}
        icon={<ArrowClockwise width="2.4rem" height="2.4rem" fill="primary600" />}
        endAction={
          <Dialog.Action>
            <Button fullWidth onClick={() => void confirm()}>
              {label}
            </Button>
          </Dialog.Action>
        }
      >
        {text('replay.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
