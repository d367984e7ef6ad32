import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { Form, InputRenderer, useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { OWN_PARAMETER_KEY, type SystemParameter } from '../../../../contracts';
import { useIssues, useErrorText, useSetSystemParametersMutation } from '../../api';
import { useText } from '../../i18n';
import { useAbout } from './use-about';

interface Values {
  key: string | null;
  value: string | null;
}

interface Props {
  /** Null: a new one of the developer's own. */
  parameter: SystemParameter | null;
  /** Parameters that there are. */
  taken: readonly SystemParameter[];
  onClose: () => void;
}

/** Saves one parameter. What the server refuses is said at the field. */
const useSave = ({ parameter, taken, onClose }: Props) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [save] = useSetSystemParametersMutation();

  return async (values: Values, { setErrors }: FormHelpers<Values>): Promise<void> => {
    const key = parameter?.key ?? values.key?.trim() ?? '';
    if (!parameter && !OWN_PARAMETER_KEY.test(key)) return setErrors({ key: text('parameter.key.wrong') });
    if (!parameter && taken.some((other) => other.key === key)) {
      return setErrors({ key: text('parameter.key.taken') });
    }
    const answer = await save({ [key]: values.value ?? '' });
    if ('error' in answer) {
      const issues = issuesOf(answer.error);
      setErrors({ value: issues[key] ?? issues[`values.${key}`] ?? errorText(answer.error) });
      return;
    }
    toggleNotification({ type: 'success', message: text('parameter.saved', { key }) });
    onClose();
  };
};

/** The form of one parameter. */
export const ParameterDialog = (props: Props) => {
  const text = useText();
  const aboutOf = useAbout();
  const save = useSave(props);
  const { parameter, onClose } = props;
  const initialValues: Values = { key: parameter?.key ?? null, value: parameter?.value || null };
  return (
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal.Content>
        <Modal.Header closeLabel={text('general.close')}>
          <Modal.Title>{parameter?.key ?? text('parameter.add')}</Modal.Title>
        </Modal.Header>
        <Form<Values> method="PUT" initialValues={initialValues} onSubmit={save}>
          {({ isSubmitting, modified }) => (
            <>
              <Modal.Body>
                <Flex direction="column" alignItems="stretch" gap={5}>
                  <Typography textColor="neutral600">
                    {parameter ? aboutOf(parameter) : text('parameter.own')}
                  </Typography>
                  {!parameter && (
                    <InputRenderer
                      type="string"
                      name="key"
                      required
                      autoComplete="off"
                      label={text('parameter.column.key')}
                      placeholder="my.own.key"
                    />
                  )}
                  <InputRenderer
                    type="string"
                    name="value"
                    autoComplete="off"
                    label={text('parameter.column.value')}
                    placeholder={parameter?.default ?? undefined}
                  />
                </Flex>
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
      </Modal.Content>
    </Modal.Root>
  );
};
