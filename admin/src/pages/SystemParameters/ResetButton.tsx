import { Button, Dialog } from '@strapi/design-system';
import { ArrowClockwise, Trash } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { SystemParameter } from '../../../../contracts';
import { useErrorText, useSetSystemParametersMutation } from '../../api';
import { useText } from '../../i18n';
import { losesValue } from './find';

const useReset = ({ key, known }: SystemParameter) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [save, { isLoading }] = useSetSystemParametersMutation();
  const reset = async () => {
    const answer = await save({ [key]: null });
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
    else {
      const done = known ? 'parameter.reset.done' : 'parameter.delete.done';
      toggleNotification({ type: 'success', message: text(done, { key }) });
    }
  };
  return { isLoading, reset };
};

/** Back to the default; a key of the developer's own is gone. Asks where a value is lost by it. */
export const ResetButton = ({ parameter }: { parameter: SystemParameter }) => {
  const text = useText();
  const { isLoading, reset } = useReset(parameter);
  const { default: standard, key, known, value } = parameter;
  const word = text(known ? 'parameter.reset' : 'action.delete');
  const look = {
    size: 'S',
    variant: known ? 'tertiary' : 'danger-light',
    startIcon: known ? <ArrowClockwise /> : <Trash />,
    loading: isLoading,
    'aria-label': text(known ? 'parameter.reset.of' : 'parameter.delete.of', { key }),
  } as const;
  const values = { key, value, standard: standard === '' ? text('parameter.empty') : (standard ?? '') };

  if (known && !losesValue(parameter)) {
    return (
      <Button {...look} onClick={() => void reset()}>
        {word}
      </Button>
    );
  }
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button {...look}>{word}</Button>
      </Dialog.Trigger>
      <ConfirmDialog
        title={text(known ? 'parameter.reset.title' : 'parameter.delete.title', values)}
        endAction={
          <Dialog.Action>
            <Button variant="danger-light" fullWidth onClick={() => void reset()}>
              {word}
            </Button>
          </Dialog.Action>
        }
      >
        {text(known ? 'parameter.reset.body' : 'parameter.delete.body', values)}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
