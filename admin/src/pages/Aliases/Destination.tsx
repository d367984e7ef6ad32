import * as React from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useSearchParams } from 'react-router-dom';
import { useIssues, useDestinationQuery, useErrorText } from '../../api';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { DestinationAnswer } from './DestinationAnswer';

const Answer = ({ address }: { address: string }) => {
  const text = useText();
  const issuesOf = useIssues();
  const errorText = useErrorText();
  const { currentData: destination, error } = useDestinationQuery(address);
  if (error) {
    const message = issuesOf(error).address ?? errorText(error);
    return (
      <Typography role="alert" textColor="danger600">
        {message}
      </Typography>
    );
  }
  if (!destination)
    return <Typography textColor="neutral600">{text('alias.destination.loading')}</Typography>;
  return <DestinationAnswer destination={destination} />;
};

/** *What happens to a mail to…*: asks the server for the decision that a real mail would meet. */
export const Destination = () => {
  const text = useText();
  const [params, setParams] = useSearchParams();
  const asked = params.get('address');
  const [typed, setTyped] = React.useState(asked ?? '');
  const [shown, setShown] = React.useState(asked);
  if (shown !== asked) {
    // Another address came from outside, as by *back*.
    setShown(asked);
    setTyped(asked ?? '');
  }

  const ask = (event: React.FormEvent) => {
    event.preventDefault();
    const changed = new URLSearchParams(params);
    if (typed.trim()) changed.set('address', typed.trim());
    else changed.delete('address');
    setParams(changed);
  };
  return (
    <Panel title={text('alias.destination.title')}>
      <form onSubmit={ask} noValidate>
        <Flex gap={3} alignItems="flex-end" wrap="wrap">
          <Box flex="1 1 24rem" maxWidth="48rem">
            <Field.Root name="address">
              <Field.Label>{text('alias.destination.address')}</Field.Label>
              <TextInput
                type="email"
                autoComplete="off"
                placeholder="support@example.com"
                value={typed}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
              />
            </Field.Root>
          </Box>
          <Button type="submit" variant="secondary" size="L">
            {text('alias.destination.ask')}
          </Button>
        </Flex>
      </form>
      {asked !== null && (
        <Box role="status">
          <Answer address={asked} />
        </Box>
      )}
    </Panel>
  );
};
