import * as React from 'react';
import { Box, Button, Flex, Typography, type BoxProps } from '@strapi/design-system';
import { Mail } from '@strapi/icons';
import { useForm, useNotification } from '@strapi/strapi/admin';
import type { Delimiter, DelimiterTest as Test } from '../../../../contracts';
import { useDelimiterTestQuery, useErrorText, useRefresh, useStartDelimiterTestMutation } from '../../api';
import { useText } from '../../i18n';
import { useValues } from './fields';
import type { GeneralValues } from './values';

const LOOK_AGAIN_MS = 3000;

const GROUNDS = {
  waiting: 'neutral100',
  arrived: 'success100',
  missing: 'warning100',
  failed: 'warning100',
} as const satisfies Record<Test['state'], BoxProps['background']>;

const isDelimiter = (value: string): value is Delimiter => value === '+' || value === '-';

/** What became of the mail so far, and what is to be done. */
const Outcome = ({ test, delimiter }: { test: Test; delimiter: Delimiter }) => {
  const text = useText();
  const { address, door, explanation, sending, state } = test;
  // Where the mail did not leave, nothing is known of the address.
  const key = state === 'missing' && sending === 'under_way' ? 'unsent' : state;
  return (
    <Box background={GROUNDS[state]} hasRadius padding={3} style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="p" variant="pi" textColor="neutral800">
        {text(`general.delimiter.${key}`, { address, delimiter, door: door ?? '' })}
      </Typography>
      {explanation !== null && (
        <Typography tag="p" variant="pi" textColor="neutral600" lang="en">
          {explanation}
        </Typography>
      )}
    </Box>
  );
};

/** A mail sent to an address with a key shows whether such addresses come in, before replies depend on it. */
export const DelimiterTest = () => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const { domain, catchall, defaultFrom, delimiter } = useValues();
  // Typed for any form; these fields stand in ours alone.
  const saved = useForm('DelimiterTest', ({ initialValues }) => initialValues as GeneralValues);
  const [start, { isLoading }] = useStartDelimiterTestMutation();
  const [begun, setBegun] = React.useState<{ documentId: string; delimiter: Delimiter } | null>(null);
  const { data, refetch } = useDelimiterTestQuery(begun?.documentId ?? '', { skip: begun === null });
  const test = begun?.delimiter === delimiter && data?.documentId === begun.documentId ? data : null;
  useRefresh(refetch, test?.state === 'waiting' ? LOOK_AGAIN_MS : null);

  if (!isDelimiter(delimiter)) return null;
  const isUnsaved =
    domain !== saved.domain || catchall !== saved.catchall || defaultFrom !== saved.defaultFrom;

  const begin = async (): Promise<void> => {
    const answer = await start({ delimiter });
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
    else setBegun({ documentId: answer.data.documentId, delimiter });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
      <Flex gap={3} wrap="wrap">
        <Button
          type="button"
          variant="secondary"
          startIcon={<Mail />}
          loading={isLoading}
          disabled={isUnsaved || domain === null || test?.state === 'waiting'}
          onClick={() => void begin()}
        >
          {text('general.delimiter.test', { delimiter })}
        </Button>
        {(isUnsaved || domain === null) && (
          <Typography variant="pi" textColor="neutral600">
            {text('general.delimiter.save')}
          </Typography>
        )}
      </Flex>
      <div role="status">{test && <Outcome test={test} delimiter={delimiter} />}</div>
    </Flex>
  );
};
