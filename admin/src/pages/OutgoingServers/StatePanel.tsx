import { Flex, Typography } from '@strapi/design-system';
import type { OutgoingServer } from '../../../../contracts';
import { Panel, When } from '../../components';
import { useSentences, useText } from '../../i18n';
import { LastTest } from '../../server-form';
import { ahead, failureSentence, isKnownByTest } from '../../words';
import { ServerState } from './ServerState';

interface Props {
  server: OutgoingServer;
  /** Whether a test that was just made is told of beside it. */
  isTestSaid: boolean;
}

/** How a server is doing: what the last mail met with, and how its last test ended. */
export const StatePanel = ({ server, isTestSaid }: Props) => {
  const text = useText();
  const { lastError, lastErrorCode, lastTestedAt } = server;
  const own = failureSentence(lastErrorCode, text, useSentences());
  const nextAttempt = ahead(server.pausedUntil);
  return (
    <Panel title={text('outgoing.health')}>
      <Flex gap={3} wrap="wrap">
        <ServerState server={server} />
        {lastTestedAt === null && (
          <Typography textColor="neutral600">{text('outgoing.health.untested')}</Typography>
        )}
      </Flex>
      {lastError && !isKnownByTest(server) && (
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography textColor="neutral800">{text('outgoing.health.mail')}</Typography>
          {own && <Typography textColor="danger700">{own}</Typography>}
          <Typography
            lang="en"
            {...(own ? { variant: 'pi', textColor: 'neutral600' } : { textColor: 'danger700' })}
          >
            {lastError}
          </Typography>
        </Flex>
      )}
      {nextAttempt && (
        <Typography textColor="neutral800">
          {text('outgoing.health.resting')} <When instant={nextAttempt} textColor="neutral800" />
        </Typography>
      )}
      <LastTest test={server} isSaid={isTestSaid} />
    </Panel>
  );
};
