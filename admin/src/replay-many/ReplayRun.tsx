import { Alert, Box, Button, Flex, ProgressBar, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../i18n';
import type { ReplayMany, Run } from './use-replay-many';

/** As wide as there is room, and with colours that differ from the box around it. */
const Bar = styled(ProgressBar)`
  && {
    width: 100%;
    background: ${({ theme }) => theme.colors.neutral200};
  }
  && > * {
    background: ${({ theme }) => theme.colors.primary600};
  }
`;

const useSentence = (): ((run: Run) => string) => {
  const text = useText();
  return ({ progress: { tally }, problem }) =>
    [
      text('replayMany.done.delivered', { count: tally.delivered }),
      text('replayMany.done.remaining', { count: tally.remaining }),
      text('replayMany.done.waiting', { count: tally.waiting }),
      text('replayMany.done.other', { count: tally.other }),
      problem,
    ]
      .filter(Boolean)
      .join(' ');
};

const Running = ({ many, run: { progress } }: { many: ReplayMany; run: Run }) => {
  const text = useText();
  const { done, total } = progress;
  const label = text('replayMany.progress', { done, total });
  const percent = total === 0 ? 0 : Math.round((done / total) * 100);
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={4}>
      <Flex gap={4} wrap="wrap">
        <Box flex="1 1 20rem">
          <Flex direction="column" alignItems="stretch" gap={2}>
            <Typography textColor="neutral800">{label}</Typography>
            <Bar
              value={percent}
              aria-valuenow={percent}
              aria-label={text('replayMany.progress.title')}
              aria-valuetext={label}
            />
          </Flex>
        </Box>
        <Button variant="danger-light" onClick={many.stop}>
          {text('replayMany.stop')}
        </Button>
      </Flex>
    </Box>
  );
};

/** How far the replay of many mails is, and in the end what became of them. */
export const ReplayRun = ({ many }: { many: ReplayMany }) => {
  const text = useText();
  const sentence = useSentence();
  const { run } = many;
  if (!run) return null;
  if (run.status === 'running') return <Running many={many} run={run} />;

  const { done, total, tally } = run.progress;
  const isGood = run.status === 'done' && tally.remaining === 0;
  return (
    <div role="status">
      <Alert
        variant={run.status === 'failed' ? 'danger' : isGood ? 'success' : 'default'}
        title={text(`replayMany.${run.status}.title`, { done, total })}
        closeLabel={text('replayMany.close')}
        onClose={many.close}
      >
        {sentence(run)}
      </Alert>
    </div>
  );
};
