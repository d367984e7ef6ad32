import * as React from 'react';
import { Box, Button, Field, Flex, TextInput } from '@strapi/design-system';
import {
  useIssues,
  useDelimiterTestsQuery,
  useErrorText,
  useRefresh,
  useSetSystemParametersMutation,
  useSystemParametersQuery,
} from '../../api';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { domainStateOf, keyStateOf, type KeyState } from './state';
import { Line, Step, StepFailed, Why } from './Step';

const KEY = 'mail.catchall.domain';
const DELIMITER = 'mail.catchall.delimiter';

const LOOK_AGAIN_MS = 5000;

const DomainForm = () => {
  const text = useText();
  const issuesOf = useIssues();
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

/** Whether the addresses that replies go to come in, where they carry a key. */
const Keys = ({ delimiter, state }: { delimiter: string; state: NonNullable<KeyState> }) => {
  const text = useText();
  if (state === 'arrived') return <Line>{text('steps.keys.arrived', { delimiter })}</Line>;
  return (
    <Line to="../mail-gateway/general" link={text('general.title')}>
      {text(`steps.keys.${state}`, { delimiter })}
    </Line>
  );
};

/** The alias domain: what stands behind the @ of the site's addresses. */
export const DomainStep = ({ number }: { number: number }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const mayRead = useMay(PERMISSIONS.readParameters);
  const { data: parameters, error, refetch } = useSystemParametersQuery(undefined, { skip: !mayRead });
  const domain = parameters?.find(({ key }) => key === KEY)?.value ?? '';
  const delimiter = parameters?.find(({ key }) => key === DELIMITER)?.value ?? '';
  const hasKeys = domain !== '' && delimiter !== 'none' && delimiter !== '';
  const { data: tests, refetch: lookAgain } = useDelimiterTestsQuery(undefined, { skip: !hasKeys });
  const keys = hasKeys && tests ? keyStateOf(delimiter, tests) : null;
  useRefresh(lookAgain, keys === 'waiting' ? LOOK_AGAIN_MS : null);
  return (
    <Step number={number} title={text('steps.domain.title')} state={domainStateOf(domain, keys)}>
      {domain !== '' ? (
        <>
          <Line>{text('steps.domain.done', { domain })}</Line>
          {keys && <Keys delimiter={delimiter} state={keys} />}
        </>
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
