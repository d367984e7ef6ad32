import * as React from 'react';
import { Button, Flex } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { useForm, useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router-dom';
import type { CreateIncomingServer, IncomingServer } from '../../../../contracts';
import { useRemoveIncomingServerMutation } from '../../api';
import { FormPage, TestDialogue } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { usePresetName, type Preset } from '../../presets';
import { PresetNotes, RemoveServer } from '../../server-form';
import { CONFIRM_NEXT, useConfirming, type Confirming } from './confirming';
import { FetchButton, FetchReport, useFetching } from './Fetching';
import { HealthPanel } from './HealthPanel';
import { useSave } from './save';
import { ServerFields } from './ServerFields';
import { newValues, savedValues, type ServerValues } from './values';

interface Props {
  /** Null: it is not saved yet. */
  server: IncomingServer | null;
  /** Whose server it is, where that is known. */
  preset: Preset<CreateIncomingServer> | undefined;
}

const Remove = ({ server }: { server: IncomingServer }) => {
  const text = useText();
  const [remove, { isLoading }] = useRemoveIncomingServerMutation();
  return (
    <RemoveServer server={server} body={text('incoming.delete.body')} isLoading={isLoading} remove={remove} />
  );
};

/** Saves what was typed, as Odoo does, and then tries it: only a saved server can be confirmed. */
const ConfirmButton = ({ server, confirming }: { server: IncomingServer | null; confirming: Confirming }) => {
  const text = useText();
  const navigate = useNavigate();
  const save = useSave(server);
  const { getValues, modified, resetForm, setErrors } = useForm('ConfirmButton', (form) => form);
  const [isSaving, setSaving] = React.useState(false);

  const run = async () => {
    if (server && !modified) return confirming.start(server.documentId);
    setSaving(true);
    // The context of Strapi's forms is typed for any form; this button stands in ours alone.
    const saved = await save(getValues() as ServerValues, { setErrors });
    setSaving(false);
    if (!saved) return;
    // The form's guard has to know before the page is left.
    flushSync(() => resetForm());
    if (server) confirming.start(saved.documentId);
    else navigate(`../${saved.documentId}`, { replace: true, state: CONFIRM_NEXT });
  };
  return (
    <Button
      variant="secondary"
      startIcon={<Play />}
      loading={isSaving || confirming.isLoading}
      onClick={() => void run()}
    >
      {text('incoming.confirm')}
    </Button>
  );
};

const Confirmed = ({ confirming }: { confirming: Confirming }) => {
  const text = useText();
  const { forget, result } = confirming;
  if (!result) return null;
  const counts = { count: result.willImport ?? 0, size: result.folderSize ?? 0 };
  return <TestDialogue test={result} good={text('incoming.confirm.good', counts)} onClose={forget} />;
};

/** The form of one mailbox, with its test, what a run did, and how it is doing. */
export const ServerPage = ({ server, preset }: Props) => {
  const text = useText();
  const navigate = useNavigate();
  const presetName = usePresetName();
  const { toggleNotification } = useNotification();
  const mayUpdate = useMay(PERMISSIONS.updateServers);
  const save = useSave(server);
  const documentId = server?.documentId ?? null;
  const confirming = useConfirming(documentId);
  const fetching = useFetching(documentId ?? '');
  const initialValues = React.useMemo(
    () => (server ? savedValues(server) : newValues(preset?.values ?? {})),
    [server, preset]
  );

  const submit = async (values: ServerValues, helpers: FormHelpers<ServerValues>): Promise<void> => {
    const saved = await save(values, helpers);
    if (!saved) return;
    toggleNotification({ type: 'success', message: text('server.saved') });
    helpers.resetForm(savedValues(saved));
    if (!server) navigate(`../${saved.documentId}`, { replace: true });
  };

  return (
    <FormPage
      title={server ? server.name : text('incoming.add')}
      subtitle={preset && presetName(preset)}
      isNew={server === null}
      mayUpdate={mayUpdate}
      initialValues={initialValues}
      onSubmit={submit}
      actions={
        <Flex gap={2} wrap="wrap">
          <ConfirmButton server={server} confirming={confirming} />
          {server && <FetchButton server={server} fetching={fetching} />}
        </Flex>
      }
      remove={server && <Remove server={server} />}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Confirmed confirming={confirming} />
        {server && <FetchReport fetching={fetching} documentId={server.documentId} />}
        {server && <HealthPanel server={server} isTestSaid={confirming.result !== null} />}
        {preset && <PresetNotes preset={preset} />}
        <ServerFields server={server} />
      </Flex>
    </FormPage>
  );
};
