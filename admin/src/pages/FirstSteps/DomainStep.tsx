import * as React from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { issuesOf, useErrorText, useSetSystemParametersMutation, useSystemParametersQuery } from '../../api';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { Step, StepFailed, Why } from './Step';

const KEY = 'mail.catchall.domain';

const DomainForm = () => {
  const text = useText();
  const errorText = useErrorText();
  const [domain, setDomain] = React.useState('');
  const [save, { error, isLoading }] = useSetSystemParametersMutation();
  const problem = error && (issuesOf(error)[KEY] ?? errorText(error));

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void save({ [KEY]: domain });
  };
  return (
    <Box tag="form" maxWidth="48rem" onSubmit={submit}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Field.Root name={KEY} error={problem} hint={text('steps.domain.hint')} required>
          <Field.Label>{text('steps.domain.label')}</Field.Label>
          <TextInput
            placeholder="example.com"
            value={domain}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => setDomain(event.target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <Box>
          <Button type="submit" loading={isLoading} disabled={domain.trim() === ''}>
            {text('action.save')}
          </Button>
        </Box>
      </Flex>
    </Box>
  );
};

/** The alias domain: what stands behind the @ of the site's addresses. */
export const DomainStep = ({ number }: { number: number }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const mayRead = useMay(PERMISSIONS.readParameters);
  const { data: parameters, error, refetch } = useSystemParametersQuery(undefined, { skip: !mayRead });
  const domain = parameters?.find(({ key }) => key === KEY)?.value ?? '';
  const isDone = domain !== '';
  return (
    <Step number={number} title={text('steps.domain.title')} isDone={isDone}>
      {isDone ? (
        <Typography textColor="neutral800">{text('steps.domain.done', { domain })}</Typography>
      ) : (
        <>
          <Why>{text('steps.domain.why')}</Why>
          {error && <StepFailed error={error} onRetry={() => void refetch()} />}
          {!mayRead && <Why>{text('steps.ask')}</Why>}
          {parameters && (mayUpdate ? <DomainForm /> : <Why>{text('steps.ask')}</Why>)}
        </>
      )}
    </Step>
  );
};
