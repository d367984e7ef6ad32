import * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, Page, useNotification, type FormHelpers } from '@strapi/strapi/admin';
import type { SystemParameter } from '../../../../contracts';
import { useIssues, useFormErrorText, useSetSystemParametersMutation } from '../../api';
import { SiteBanner } from '../../components';
import { useSentences, useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { problemWords } from '../../words';
import { AddressFields } from './AddressFields';
import { DeveloperPanel } from './DeveloperPanel';
import { LoopFields } from './LoopFields';
import { Push } from './Push';
import { SenderFields } from './SenderFields';
import { ServersPanel } from './ServersPanel';
import { defaultsOf, fieldProblems, requestOf, storedProblems, valuesOf, type GeneralValues } from './values';

type Parameters = readonly SystemParameter[];

/** Saves all that was changed or nothing. What the server refuses is said at the fields that it is about. */
const useSave = (parameters: Parameters) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useFormErrorText();
  const { toggleNotification } = useNotification();
  const [save] = useSetSystemParametersMutation();

  return async (values: GeneralValues, helpers: FormHelpers<GeneralValues>): Promise<void> => {
    const request = requestOf(values, parameters);
    if (request.missing.length > 0) {
      helpers.setErrors({ rewriteTo: text('general.field.rewriteTo.missing') });
      toggleNotification({ type: 'danger', message: text('error.fields') });
      return;
    }
    const answer = await save(request.values);
    if ('error' in answer) {
      helpers.setErrors(fieldProblems(issuesOf(answer.error)));
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    const saved = new Map(answer.data.map((parameter) => [parameter.key, parameter]));
    helpers.resetForm(valuesOf(parameters.map((parameter) => saved.get(parameter.key) ?? parameter)));
    toggleNotification({ type: 'success', message: text('general.saved') });
  };
};

/** What a site owner sets without knowing the keys of the system parameters. */
export const GeneralForm = ({ parameters }: { parameters: Parameters }) => {
  const text = useText();
  const sentences = useSentences();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const save = useSave(parameters);
  const initialValues = React.useMemo(() => valuesOf(parameters), [parameters]);
  const defaults = React.useMemo(() => defaultsOf(parameters), [parameters]);

  return (
    <Page.Main>
      <Page.Title>{text('general.title')}</Page.Title>
      <Form<GeneralValues>
        method="PUT"
        disabled={!mayUpdate}
        initialValues={initialValues}
        initialErrors={storedProblems(parameters, (wanted) => problemWords(wanted, text, sentences).words)}
        onSubmit={save}
      >
        {({ isSubmitting, modified }) => (
          <>
            <Layouts.Header
              title={text('general.title')}
              subtitle={text('general.subtitle')}
              primaryAction={
                mayUpdate && (
                  <Button type="submit" startIcon={<Check />} loading={isSubmitting} disabled={!modified}>
                    {text('action.save')}
                  </Button>
                )
              }
            />
            <Layouts.Content>
              <Box paddingBottom={10}>
                <SiteBanner />
                <Flex direction="column" alignItems="stretch" gap={6}>
                  <AddressFields defaults={defaults} />
                  <SenderFields defaults={defaults} />
                  <ServersPanel />
                  <LoopFields defaults={defaults} />
                  <Push />
                  <DeveloperPanel />
                </Flex>
              </Box>
            </Layouts.Content>
            <Blocker />
          </>
        )}
      </Form>
    </Page.Main>
  );
};
