import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import type { IncomingServer } from '../../../../contracts';
import { Panel, When } from '../../components';
import { useSentences, useText, type TextKey } from '../../i18n';
import { LastTest } from '../../server-form';
import { ahead, failureSentence, healthOf } from '../../words';
import { HealthWord } from './HealthWord';

const Time = ({ label, instant, never }: { label: TextKey; instant: string | null; never: TextKey }) => {
  const text = useText();
  return (
    <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="flex-start">
      <Typography tag="dt" variant="sigma" textColor="neutral600">
        {text(label)}
      </Typography>
      <Box tag="dd">
        {instant ? (
          <When instant={instant} textColor="neutral800" />
        ) : (
          <Typography textColor="neutral800">{text(never)}</Typography>
        )}
      </Box>
    </Grid.Item>
  );
};

interface Props {
  server: IncomingServer;
  /** Whether a test that was just made is told of beside it. */
  isTestSaid: boolean;
}

/** How a mailbox is doing: what went wrong since when, and when it was last looked into. */
export const HealthPanel = ({ server, isTestSaid }: Props) => {
  const text = useText();
  const sentences = useSentences();
  const { means } = healthOf(server);
  const own = failureSentence(server.errorCode, text, sentences);
  const { errorMessage, errorSince, failures, lastFetchedAt, lastMailAt, lastSuccessAt, nextAttemptAt } =
    server;
  return (
    <Panel title={text('incoming.health')}>
      <Flex gap={3} wrap="wrap">
        <HealthWord server={server} />
        {means && <Typography textColor="neutral600">{text(means)}</Typography>}
      </Flex>
      {errorSince && own && <Typography textColor="danger700">{own}</Typography>}
      {errorSince && errorMessage && (
        <Typography
          lang="en"
          {...(own ? { variant: 'pi', textColor: 'neutral600' } : { textColor: 'danger700' })}
        >
          {errorMessage}
        </Typography>
      )}
      {server.state === 'confirmed' && (
        <Grid.Root gap={4} tag="dl">
          {errorSince && (
            <>
              <Time
                label={failures > 0 ? 'incoming.health.errorSince' : 'incoming.health.warnedSince'}
                instant={errorSince}
                never="incoming.health.never"
              />
              <Time
                label="incoming.health.nextAttempt"
                // What is overdue comes with the next run.
                instant={ahead(nextAttemptAt)}
                never="incoming.health.atOnce"
              />
            </>
          )}
          <Time label="incoming.health.lastRun" instant={lastFetchedAt} never="incoming.health.never" />
          <Time label="incoming.health.lastSuccess" instant={lastSuccessAt} never="incoming.health.never" />
          <Time label="incoming.health.lastMail" instant={lastMailAt} never="incoming.health.never" />
        </Grid.Root>
      )}
      <LastTest test={server} isSaid={isTestSaid} />
    </Panel>
  );
};
