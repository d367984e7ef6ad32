import { useForm, useNotification } from '@strapi/strapi/admin';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router-dom';
import { useErrorText, type QueryError } from '../api';
import { RemoveButton } from '../components';
import { useText } from '../i18n';

interface Props {
  server: { documentId: string; name: string };
  /** What is lost with it. */
  body: string;
  isLoading: boolean;
  remove(documentId: string): PromiseLike<{ data: unknown } | { error: QueryError }>;
}

/** Deletes a server after a question, and leaves its page. */
export const RemoveServer = ({ server, body, isLoading, remove }: Props) => {
  const text = useText();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const resetForm = useForm('RemoveServer', (form) => form.resetForm);

  const confirm = async () => {
    const answer = await remove(server.documentId);
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    // What was typed and not saved is no reason to ask once more: the form's guard has to know before the page is left.
    flushSync(() => resetForm());
    toggleNotification({ type: 'success', message: text('server.deleted', { name: server.name }) });
    navigate('..', { replace: true });
  };
  return (
    <RemoveButton
      title={text('server.delete.title', { name: server.name })}
      body={body}
      isLoading={isLoading}
      onConfirm={() => void confirm()}
    />
  );
};
