import * as React from 'react';
import { Flex, TextButton, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { ThreadMessage } from '../../../contracts';
import { useCutMessageMutation, useErrorText } from '../api';
import { MailContent } from '../components';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { usePictures } from './usePictures';

interface Props {
  threadId: string;
  message: ThreadMessage;
  /** What the message is called by screen readers. */
  title: string;
  tallest: number | undefined;
  /** The message has changed. */
  onChanged: () => void;
}

/** Corrects the cut, for good. */
const useCorrection = ({ threadId, message: { documentId }, onChanged }: Props, onDone: () => void) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [cut, { isLoading }] = useCutMessageMutation();

  const correct = async (whole: boolean) => {
    const answer = await cut({ threadId, messageId: documentId, whole });
    if ('error' in answer) {
      const problem = errorText(answer.error);
      toggleNotification({ type: 'danger', message: text('conversation.cut.failed', { problem }) });
      return;
    }
    const message = text(whole ? 'conversation.cut.kept' : 'conversation.cut.undone');
    toggleNotification({ type: 'success', message });
    onDone();
    onChanged();
  };
  return { correct, isLoading };
};

/** What a message says. What the server cut off it is shown on request, or always. */
export const Words = (props: Props) => {
  const text = useText();
  const mayCorrect = useMay(PERMISSIONS.postThreads);
  const [isOpen, setOpen] = React.useState(false);
  const { correct, isLoading } = useCorrection(props, () => setOpen(false));
  const { message, title, tallest } = props;
  const { html, text: plain, cut } = message;
  const isBlank = !html?.trim() && !plain?.trim();
  const own = cut !== null && !cut.whole && !isOpen ? cut : null;

  const shown = usePictures(own ? own.html : html, message.attachments);

  if (isBlank) return <Typography textColor="neutral600">{text('conversation.blank')}</Typography>;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <MailContent html={shown} text={own ? own.text : plain} title={title} tallest={tallest} />
      {cut && (
        <Flex gap={4} wrap="wrap">
          {!cut.whole && (
            <TextButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
              {text(isOpen ? 'conversation.cut.hide' : 'conversation.cut.show')}
            </TextButton>
          )}
          {mayCorrect && (isOpen || cut.whole) && (
            <TextButton
              loading={isLoading}
              style={{ textAlign: 'start' }}
              onClick={() => void correct(!cut.whole)}
            >
              {text(cut.whole ? 'conversation.cut.again' : 'conversation.cut.whole')}
            </TextButton>
          )}
        </Flex>
      )}
    </Flex>
  );
};
