import * as React from 'react';
import {
  Alert,
  Box,
  Button,
  Field,
  Flex,
  Link,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { Mail } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import type { Alias, InboundOutcome } from '../../../../contracts';
import { useAliasesQuery, useCreateTestMailMutation, useErrorText } from '../../api';
import { EntryLink, useContentTypes, useStateWord } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';
import { Step, Why } from './Step';

const Outcome = ({ outcome, onClose }: { outcome: InboundOutcome; onClose: () => void }) => {
  const text = useText();
  const word = useStateWord();
  const { nameOf, readable } = useContentTypes();
  const mayRead = useMay(PERMISSIONS.readReceived);
  const created = outcome.actions.find(({ type, entry }) => type === 'create' && entry !== null);
  const closing = { closeLabel: text('test.close'), onClose };
  const journal = mayRead && (
    <Link tag={RouterLink} to={`/plugins/${PLUGIN_ID}/received/${outcome.documentId}`}>
      {text('steps.test.journal')}
    </Link>
  );
  if (outcome.state === 'delivered' && created?.contentType && created.entry) {
    const contentType = nameOf(created.contentType);
    return (
      <Flex direction="column" alignItems="stretch" gap={3} role="status">
        <Alert variant="success" title={text('steps.test.good', { contentType })} {...closing}>
          {text('steps.test.good.more')}
        </Alert>
        <Flex gap={4} wrap="wrap">
          <EntryLink contentType={created.contentType} documentId={created.entry}>
            {text('entry.open', { contentType })}
          </EntryLink>
          {journal}
        </Flex>
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3} role="status">
      <Alert variant="warning" title={text('steps.test.bad', { state: word(outcome) })} {...closing}>
        {outcome.explanation && readable(outcome.explanation)}
      </Alert>
      {journal}
    </Flex>
  );
};

const TestForm = ({ aliases, onDelivered }: { aliases: readonly Alias[]; onDelivered: () => void }) => {
  const text = useText();
  const errorText = useErrorText();
  const [chosen, setChosen] = React.useState<string | null>(null);
  const [send, { data: outcome, error, isLoading, reset }] = useCreateTestMailMutation();
  const to = chosen ?? aliases[0]?.address ?? '';
  const start = async () => {
    const answer = await send({ to });
    if ('data' in answer && answer.data?.state === 'delivered') onDelivered();
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {aliases.length > 1 && (
        <Box maxWidth="48rem">
          <Field.Root name="to">
            <Field.Label>{text('steps.test.to')}</Field.Label>
            <SingleSelect value={to} onChange={(value: string | number) => setChosen(String(value))}>
              {aliases.map(({ address, documentId }) => (
                <SingleSelectOption key={documentId} value={address}>
                  {address}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
        </Box>
      )}
      <Box>
        <Button startIcon={<Mail />} loading={isLoading} onClick={() => void start()}>
          {text('steps.test.send', { address: to })}
        </Button>
      </Box>
      {error && (
        <Alert
          variant="danger"
          title={text('steps.test.error')}
          closeLabel={text('test.close')}
          onClose={reset}
        >
          {errorText(error)}
        </Alert>
      )}
      {outcome && <Outcome outcome={outcome} onClose={reset} />}
    </Flex>
  );
};

/** A mail of ours to an alias, by which everything after the mailbox is tried. */
export const TestStep = ({ number }: { number: number }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const { data } = useAliasesQuery(1);
  const [isDelivered, setDelivered] = React.useState(false);
  const aliases = (data?.data ?? []).filter(({ active, address }) => active && address.includes('@'));
  return (
    <Step number={number} title={text('steps.test.title')} state={isDelivered ? 'done' : 'open'}>
      <Why>{text('steps.test.why')}</Why>
      {data && aliases.length === 0 && <Why>{text('steps.test.first')}</Why>}
      {aliases.length > 0 &&
        (mayUpdate ? (
          <TestForm aliases={aliases} onDelivered={() => setDelivered(true)} />
        ) : (
          <Why>{text('steps.ask')}</Why>
        ))}
    </Step>
  );
};
