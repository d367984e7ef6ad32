import { Alert, Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ConnectionStep, ConnectionTest } from '../../../contracts';
import { useSentences, useText } from '../i18n';
import { ownSentence } from '../words';
import { FailureAlert } from './FailureAlert';
import { Panel } from './Panel';

const Words = styled(Typography)`
  overflow-wrap: anywhere;
  white-space: pre-line;
`;

/** What a server answers is not in the user's language. */
const ServerWords = styled(Words)`
  font-family: monospace;
`;

const Step = ({ step }: { step: ConnectionStep }) => {
  const text = useText();
  const sentences = useSentences();
  const { about, ok, tried, serverSaid } = step;
  const own = about && ownSentence('step', about, sentences);
  return (
    <Flex tag="li" gap={3} alignItems="flex-start">
      <Box paddingTop={1} aria-hidden>
        {ok ? <CheckCircle fill="success500" /> : <CrossCircle fill="danger500" />}
      </Box>
      <Box>
        <Words tag="p" textColor="neutral800">
          <VisuallyHidden>{text(ok ? 'test.step.ok' : 'test.step.failed')}: </VisuallyHidden>
          <span lang={own === null ? 'en' : undefined}>{own ?? tried}</span>
        </Words>
        {serverSaid && (
          <ServerWords tag="p" variant="pi" textColor="neutral600" lang="en">
            {serverSaid}
          </ServerWords>
        )}
      </Box>
    </Flex>
  );
};

interface Props {
  test: ConnectionTest;
  /** What it means that all went well. */
  good: string;
  onClose: () => void;
}

/** The outcome of a connection test: what happened, what to do, and what was said step by step. */
export const TestDialogue = ({ test, good, onClose }: Props) => {
  const text = useText();
  const { failure, ok, steps } = test;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} role="status">
      {ok || !failure ? (
        <Alert variant="success" title={text('test.ok')} closeLabel={text('test.close')} onClose={onClose}>
          {good}
        </Alert>
      ) : (
        <FailureAlert failure={failure} onClose={onClose} />
      )}
      {steps.length > 0 && (
        <Panel title={text('test.dialogue')}>
          <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
            {steps.map((step, position) => (
              <Step key={position} step={step} />
            ))}
          </Flex>
        </Panel>
      )}
    </Flex>
  );
};
