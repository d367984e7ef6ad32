import * as React from 'react';
import { Button, Dialog, Loader } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { useText } from '../i18n';

/** Which mails would be replayed. */
export interface Chosen {
  documentIds: readonly string[];
  /** There are more, which are left for another time. */
  hasMore: boolean;
}

interface Props {
  label: string;
  /** Finds the mails, once somebody asks. @throws Error with a sentence for people */
  choose(): Promise<Chosen>;
  onConfirm(documentIds: readonly string[]): void;
  isDisabled?: boolean;
}

/** What the dialog knows: nothing yet, the mails, or why they could not be found. */
type Found = { chosen: Chosen } | { problem: string } | null;

const useBody = (found: Found): React.ReactNode => {
  const text = useText();
  if (found === null) return <Loader small>{text('replayMany.counting')}</Loader>;
  if ('problem' in found) return `${text('replayMany.count.failed')}: ${found.problem}`;
  const { documentIds, hasMore } = found.chosen;
  if (documentIds.length === 0) return text('replayMany.none');
  return text(hasMore ? 'replayMany.body.limit' : 'replayMany.body', { count: documentIds.length });
};

/** Replays many mails, after it was said how many they are and asked whether that is wanted. */
export const ReplayManyButton = ({ label, choose, onConfirm, isDisabled }: Props) => {
  const text = useText();
  const [isOpen, setOpen] = React.useState(false);
  const [found, setFound] = React.useState<Found>(null);
  const body = useBody(found);
  const documentIds = found !== null && 'chosen' in found ? found.chosen.documentIds : [];

  const open = async (): Promise<void> => {
    setFound(null);
    setOpen(true);
    try {
      setFound({ chosen: await choose() });
    } catch (error) {
      setFound({ problem: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <Dialog.Root open={isOpen} onOpenChange={(wanted) => (wanted ? void open() : setOpen(false))}>
      <Dialog.Trigger>
        <Button variant="secondary" size="S" startIcon={<ArrowClockwise />} disabled={isDisabled}>
          {label}
        </Button>
      </Dialog.Trigger>
      <ConfirmDialog
        title={text('replayMany.title')}
        icon={<ArrowClockwise width="2.4rem" height="2.4rem" fill="primary600" />}
        endAction={
          <Dialog.Action>
            <Button fullWidth disabled={documentIds.length === 0} onClick={() => onConfirm(documentIds)}>
              {documentIds.length === 0
                ? text('replay.button')
                : text('replayMany.confirm', { count: documentIds.length })}
            </Button>
          </Dialog.Action>
        }
      >
        {body}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
