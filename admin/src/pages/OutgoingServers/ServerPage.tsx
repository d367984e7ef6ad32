import * as React from 'react';
import { Flex } from '@strapi/design-system';
import { useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { CreateOutgoingServer, OutgoingServer } from '../../../../contracts';
import {
  useIssues,
  useCreateOutgoingServerMutation,
  useFormErrorText,
  useRemoveOutgoingServerMutation,
  useUpdateOutgoingServerMutation,
} from '../../api';
import { FormPage, TestDialogue } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { usePresetName, type Preset } from '../../presets';
import { PresetNotes, RemoveServer } from '../../server-form';
import { ServerFields } from './ServerFields';
import { StatePanel } from './StatePanel';
import { TestButton, useConnectionTest } from './TestButton';
import { newValues, requestOf, savedValues, type ServerValues } from './values';

interface Props {
  /** Null: it is not saved yet. */
  server: OutgoingServer | null;
  /** Whose server it is, where that is known. */
  preset: Preset<CreateOutgoingServer> | undefined;
}

/** Saves the form. What the server refuses is said at the fields that it is about. */
const useSave = (server: OutgoingServer | null) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [create] = useCreateOutgoingServerMutation();
  const [update] = useUpdateOutgoingServerMutation();

  return async (values: ServerValues, helpers: FormHelpers<ServerValues>): Promise<void> => {
    const request = requestOf(values);
    const answer = server
      ? await update({ documentId: server.documentId, changes: request })
      : await create(request);
    if ('error' in answer) {
      helpers.setErrors(issuesOf(answer.error));
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    toggleNotification({ type: 'success', message: text('server.saved') });
    const saved = answer.data;
    helpers.resetForm(savedValues(saved));
    if (!server) navigate(`../${saved.documentId}`, { replace: true });
  };
};

const Remove = ({ server }: { server: OutgoingServer }) => {
  const text = useText();
  const [remove, { isLoading }] = useRemoveOutgoingServerMutation();
  return (
    <RemoveServer server={server} body={text('outgoing.delete.body')} isLoading={isLoading} remove={remove} />
  );
};

/** The form of one outgoing server, with its connection test. */
export const ServerPage = ({ server, preset }: Props) => {
  const text = useText();
  const presetName = usePresetName();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  const save = useSave(server);
  const test = useConnectionTest(server);
  const initialValues = React.useMemo(
    () => (server ? savedValues(server) : newValues({ ...preset?.values, preset: preset?.id ?? null })),
    [server, preset]
  );

  return (
    <FormPage
      title={server ? server.name : text('outgoing.add')}
      subtitle={preset && presetName(preset)}
      isNew={server === null}
      mayUpdate={mayUpdate}
      initialValues={initialValues}
      onSubmit={save}
      actions={<TestButton test={test} />}
      remove={server && <Remove server={server} />}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        {test.result && (
          <TestDialogue test={test.result} good={text('outgoing.test.good')} onClose={test.forget} />
        )}
        {server && <StatePanel server={server} isTestSaid={test.result !== null} />}
        {preset && <PresetNotes preset={preset} />}
        <ServerFields server={server} />
      </Flex>
    </FormPage>
  );
};
