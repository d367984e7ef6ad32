import * as React from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { InboxThread } from '../../../../contracts';
import { useErrorText, useMarkReadMutation, useMarkUnreadMutation } from '../../api';
import { useText } from '../../i18n';

/** Marks a conversation as read, or as unread where it is read. @param onDone is called when the list has to be read anew. */
export const useMark = (onDone: () => void) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [markRead] = useMarkReadMutation();
  const [markUnread] = useMarkUnreadMutation();
  const [said, setSaid] = React.useState('');

  const mark = async ({ documentId, subject, unread, latest }: InboxThread) => {
    const values = { subject: subject || text('mail.noSubject') };
    if (unread > 0 && latest === null) return;
    const answer = await (unread > 0 && latest !== null
      ? markRead({ threadId: documentId, message: latest.documentId })
      : markUnread(documentId));
    if ('error' in answer && answer.error) {
      const problem = errorText(answer.error);
      toggleNotification({ type: 'danger', message: text('inbox.mark.failed', { problem }) });
    } else {
      setSaid(text(unread > 0 ? 'inbox.marked.read' : 'inbox.marked.unread', values));
    }
    onDone();
  };
  return { mark, said };
};
