import { Box, Button, Flex, Typography, type BoxProps } from '@strapi/design-system';
import { Mail } from '@strapi/icons';
import { useForm, useNotification } from '@strapi/strapi/admin';
import type { Delimiter, DelimiterTest as Test } from '../../../../contracts';
import { useDelimiterTestsQuery, useErrorText, useRefresh, useStartDelimiterTestMutation } from '../../api';
import { When } from '../../components';
import { useSentences, useText } from '../../i18n';
import { langOf, outboundExplanation, outcomeOfTest } from '../../words';
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
const Outcome = ({ test, isInUse }: { test: Test; isInUse: boolean }) => {
  const text = useText();
  const sentences = useSentences();
  const { address, delimiter, door, outdated, sentAt, state } = test;
  const explanation = outboundExplanation(test, text, sentences);
  const key = isInUse && state === 'arrived' ? 'inUse' : outcomeOfTest(test);
  return (
    <Box
      background={outdated ? 'neutral100' : GROUNDS[state]}
      hasRadius
      padding={3}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Typography tag="p" variant="pi" textColor="neutral800">
        {text(`general.delimiter.${key}`, { address, delimiter, door: door ?? '' })}
      </Typography>
      {sentAt && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('general.delimiter.sent')} <When instant={sentAt} variant="pi" textColor="neutral600" />
          {outdated && `. ${text('general.delimiter.outdated')}`}
        </Typography>
      )}
      {explanation && (
        <Typography tag="p" variant="pi" textColor="neutral600" lang={langOf(explanation)}>
          {explanation.words}
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
  const { data: tests = [], refetch } = useDelimiterTestsQuery(undefined, {
    refetchOnMountOrArgChange: true,
  });
  const test = tests.find((one) => one.delimiter === delimiter);
  const isUnderWay = test?.state === 'waiting' && !test.outdated;
  useRefresh(refetch, isUnderWay ? LOOK_AGAIN_MS : null);

  if (!isDelimiter(delimiter)) return null;
  const isUnsaved =
    domain !== saved.domain || catchall !== saved.catchall || defaultFrom !== saved.defaultFrom;

  const begin = async (): Promise<void> => {
    const answer = await start({ delimiter });
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
      <Flex gap={3} wrap="wrap">
        <Button
          type="button"
          variant="secondary"
          startIcon={<Mail />}
          loading={isLoading}
          disabled={isUnsaved || domain === null || isUnderWay}
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
      <div role="status">{test && <Outcome test={test} isInUse={saved.delimiter === delimiter} />}</div>
    </Flex>
  );
};
