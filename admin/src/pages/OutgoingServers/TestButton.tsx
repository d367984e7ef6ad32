import * as React from 'react';
import { Button } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { useForm, useNotification } from '@strapi/strapi/admin';
import type { ConnectionTest, OutgoingServer } from '../../../../contracts';
import {
  useIssues,
  useFormErrorText,
  useTestOutgoingServerMutation,
  useTestSavedOutgoingServerMutation,
} from '../../api';
import { useText } from '../../i18n';
import { requestOf, type ServerValues } from './values';

/** A test of what the form says now. */
export interface ConnectionTesting {
  result: ConnectionTest | null;
  isLoading: boolean;
  forget(): void;
  /** @returns the problems of single fields, where it was not even tried. */
  run(values: ServerValues, modified: boolean): Promise<Record<string, string>>;
}

/** Tests a saved server as it is saved, so that the outcome is kept with it; anything else as it was typed. */
export const useConnectionTest = (server: OutgoingServer | null): ConnectionTesting => {
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const { toggleNotification } = useNotification();
  const [testTyped, typed] = useTestOutgoingServerMutation();
  const [testSaved, saved] = useTestSavedOutgoingServerMutation();
  const [result, setResult] = React.useState<ConnectionTest | null>(null);

  return {
    result,
    isLoading: typed.isLoading || saved.isLoading,
    forget: () => setResult(null),
    async run(values, modified) {
      setResult(null);
      const answer =
        server && !modified
          ? await testSaved(server.documentId)
          : await testTyped({
              ...requestOf(values),
              ...(server ? { documentId: server.documentId } : {}),
            });
      if ('error' in answer) {
        toggleNotification({ type: 'danger', message: errorText(answer.error) });
        return issuesOf(answer.error);
      }
      setResult(answer.data);
      return {};
    },
  };
};

/** Connects, logs in and asks whether the server would take mail; sends none. */
export const TestButton = ({ test }: { test: ConnectionTesting }) => {
  const text = useText();
  const getValues = useForm('TestButton', (form) => form.getValues);
  const modified = useForm('TestButton', (form) => form.modified);
  const setErrors = useForm('TestButton', (form) => form.setErrors);
  // The context of Strapi's forms is typed for any form; this button stands in ours alone.
  const run = async () => setErrors(await test.run(getValues() as ServerValues, modified));
  return (
    <Button variant="secondary" startIcon={<Play />} loading={test.isLoading} onClick={() => void run()}>
      {text('action.test')}
    </Button>
  );
};
