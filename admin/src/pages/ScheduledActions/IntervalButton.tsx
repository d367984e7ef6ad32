import * as React from 'react';
import { Button, Grid, IconButton, Modal } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import { Form, InputRenderer, useNotification, type FormHelpers } from '@strapi/strapi/admin';
import type { ScheduledAction } from '../../../../contracts';
import { useIssues, useFormErrorText, useUpdateScheduledActionMutation } from '../../api';
import { useText } from '../../i18n';
import { actionName } from '../../words';
import { intervalOf, minutesOf, UNITS, type Unit } from './interval';

interface Values {
  /** As it was typed. */
  count: string | null;
  unit: Unit;
}

interface Props {
  action: ScheduledAction;
  onSaved: () => void;
}

const IntervalForm = ({ action, onSaved }: Props) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const { toggleNotification } = useNotification();
  const [update] = useUpdateScheduledActionMutation();
  const { count, unit } = intervalOf(action.intervalMinutes);
  const options = UNITS.map((value) => ({ value, label: text(`actions.unit.${value}`) }));

  const save = async (values: Values, helpers: FormHelpers<Values>): Promise<void> => {
    const intervalMinutes = minutesOf(values.count, values.unit);
    if (intervalMinutes === null) return helpers.setErrors({ count: text('actions.interval.number') });
    const answer = await update({ name: action.name, changes: { intervalMinutes } });
    if ('error' in answer) {
      helpers.setErrors({ count: issuesOf(answer.error).intervalMinutes ?? errorText(answer.error) });
      return;
    }
    toggleNotification({
      type: 'success',
      message: text('actions.saved', { title: actionName(action, text) }),
    });
    onSaved();
  };

  return (
    <Form<Values> method="PUT" initialValues={{ count: String(count), unit }} onSubmit={save}>
      {({ isSubmitting, modified }) => (
        <>
          <Modal.Body>
            <Grid.Root gap={5}>
              <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
                <InputRenderer
                  type="string"
                  name="count"
                  required
                  autoComplete="off"
                  label={text('actions.interval.count')}
                />
              </Grid.Item>
              <Grid.Item col={6} xs={12} alignItems="stretch" direction="column">
                <InputRenderer
                  type="enumeration"
                  name="unit"
                  required
                  options={options}
                  label={text('actions.interval.unit')}
                />
              </Grid.Item>
            </Grid.Root>
          </Modal.Body>
          <Modal.Footer>
            <Modal.Close>
              <Button variant="tertiary">{text('general.cancel')}</Button>
            </Modal.Close>
            <Button type="submit" loading={isSubmitting} disabled={!modified}>
              {text('action.save')}
            </Button>
          </Modal.Footer>
        </>
      )}
    </Form>
  );
};

/** Opens the form of the interval. */
export const IntervalButton = ({ action }: { action: ScheduledAction }) => {
  const text = useText();
  const [isOpen, setIsOpen] = React.useState(false);
  const title = actionName(action, text);
  return (
    <Modal.Root open={isOpen} onOpenChange={setIsOpen}>
      <Modal.Trigger>
        <IconButton variant="ghost" size="XS" label={text('actions.interval.change', { title })}>
          <Pencil />
        </IconButton>
      </Modal.Trigger>
      <Modal.Content>
        <Modal.Header closeLabel={text('general.close')}>
          <Modal.Title>{text('actions.interval.title', { title })}</Modal.Title>
        </Modal.Header>
        <IntervalForm action={action} onSaved={() => setIsOpen(false)} />
      </Modal.Content>
    </Modal.Root>
  );
};
