import { Button, Dialog } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { useText } from '../i18n';

interface Props {
  /** What the dialog asks, and what is lost. */
  title: string;
  body: string;
  isLoading: boolean;
  onConfirm: () => void;
}

/** Deletes for good, once that was confirmed. */
export const RemoveButton = ({ title, body, isLoading, onConfirm }: Props) => {
  const text = useText();
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button variant="danger-light" startIcon={<Trash />} loading={isLoading}>
          {text('action.delete')}
        </Button>
      </Dialog.Trigger>
      <ConfirmDialog
        title={title}
        endAction={
          <Dialog.Action>
            <Button variant="danger-light" fullWidth onClick={onConfirm}>
              {text('action.delete')}
            </Button>
          </Dialog.Action>
        }
      >
        {body}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
