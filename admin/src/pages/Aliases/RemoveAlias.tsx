import { useForm, useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { Alias } from '../../../../contracts';
import { useErrorText, useRemoveAliasMutation } from '../../api';
import { RemoveButton } from '../../components';
import { useText } from '../../i18n';

/** Deletes an alias; the entries that it made stay. */
export const RemoveAlias = ({ alias }: { alias: Alias }) => {
  const text = useText();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const resetForm = useForm('RemoveAlias', (form) => form.resetForm);
  const [remove, { isLoading }] = useRemoveAliasMutation();
  const { address, documentId } = alias;

  const confirm = async () => {
    const answer = await remove(documentId);
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    resetForm();
    toggleNotification({ type: 'success', message: text('alias.deleted', { address }) });
    navigate('..', { replace: true });
  };
  return (
    <RemoveButton
      title={text('alias.delete.title', { address })}
      body={text('alias.delete.body')}
      isLoading={isLoading}
      onConfirm={() => void confirm()}
    />
  );
};
