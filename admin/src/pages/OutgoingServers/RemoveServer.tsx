import { useForm, useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { OutgoingServer } from '../../../../contracts';
import { useErrorText, useRemoveOutgoingServerMutation } from '../../api';
import { RemoveButton } from '../../components';
import { useText } from '../../i18n';

/** Deletes a server with its password; mail that waits leaves through the others. */
export const RemoveServer = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const resetForm = useForm('RemoveServer', (form) => form.resetForm);
  const [remove, { isLoading }] = useRemoveOutgoingServerMutation();

  const confirm = async () => {
    const answer = await remove(server.documentId);
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    resetForm();
    toggleNotification({ type: 'success', message: text('outgoing.deleted', { name: server.name }) });
    navigate('..', { replace: true });
  };
  return (
    <RemoveButton
      title={text('outgoing.delete.title', { name: server.name })}
      body={text('outgoing.delete.body')}
      isLoading={isLoading}
      onConfirm={() => void confirm()}
    />
  );
};
