import { Button, Flex, Switch, Table, Tbody, Tr, Typography } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { ScheduledAction } from '../../../../contracts';
import { useErrorText, useUpdateScheduledActionMutation } from '../../api';
import { Cell, Columns, TableFrame, When } from '../../components';
import { useSentences, useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { actionName, langOf, runResult } from '../../words';
import { IntervalButton } from './IntervalButton';
import { intervalOf } from './interval';
import { hasFailed, phaseOf, type Phase } from './phase';
import type { Runs } from './use-runs';

const COLUMNS = ['actions.column.action', 'actions.column.when', 'actions.column.last'] as const;

/** Switches the action on and off at once: nothing is lost by it. */
const Active = ({ action }: { action: ScheduledAction }) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const mayUpdate = useMay(PERMISSIONS.updateScheduledActions);
  const [update, { isLoading }] = useUpdateScheduledActionMutation();
  const { active, name } = action;
  const title = actionName(action, text);

  const change = async () => {
    const answer = await update({ name, changes: { active: !active } });
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
  };
  return (
    <Switch
      visibleLabels
      aria-label={text('actions.active', { title })}
      checked={active}
      disabled={!mayUpdate || isLoading}
      onLabel={text('actions.on')}
      offLabel={text('actions.off')}
      onCheckedChange={() => void change()}
    />
  );
};

const Schedule = ({ action, phase }: { action: ScheduledAction; phase: Phase }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateScheduledActions);
  const { active, intervalMinutes, nextRunAt } = action;
  const { count, unit } = intervalOf(intervalMinutes);
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Flex gap={1}>
        <Typography textColor="neutral800">{text(`actions.every.${unit}`, { count })}</Typography>
        {mayUpdate && <IntervalButton action={action} />}
      </Flex>
      {active && nextRunAt && phase !== 'waiting' && (
        <Typography variant="pi" textColor="neutral600">
          {text('actions.next')} <When instant={nextRunAt} variant="pi" textColor="neutral600" />
        </Typography>
      )}
      <Active action={action} />
    </Flex>
  );
};

const LastRun = ({ action, phase, runs }: { action: ScheduledAction; phase: Phase; runs: Runs }) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateScheduledActions);
  const { lastRunAt, name } = action;
  const title = actionName(action, text);
  const result = runResult(action, text, useSentences());
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      {lastRunAt ? (
        <Typography textColor="neutral800">
          {text('actions.ran')} <When instant={lastRunAt} textColor="neutral800" />
        </Typography>
      ) : (
        <Typography textColor="neutral600">{text('actions.never')}</Typography>
      )}
      {phase !== 'idle' && (
        <Typography variant="pi" textColor="neutral600">
          {text(`actions.phase.${phase}`)}
        </Typography>
      )}
      {result && (
        <Typography
          variant="pi"
          lang={langOf(result)}
          textColor={hasFailed(action) ? 'danger600' : 'neutral600'}
          style={{ overflowWrap: 'anywhere' }}
        >
          {result.words}
        </Typography>
      )}
      {mayUpdate && (
        <Button
          size="S"
          variant="secondary"
          startIcon={<Play />}
          loading={runs.isAsked(name)}
          aria-label={text('actions.run.of', { title })}
          onClick={() => void runs.ask(action)}
        >
          {text('actions.run')}
        </Button>
      )}
    </Flex>
  );
};

interface Props {
  actions: readonly ScheduledAction[];
  /** When they were loaded, in milliseconds. */
  now: number;
  runs: Runs;
}

/** One row for each action. */
export const ActionTable = ({ actions, now, runs }: Props) => {
  const text = useText();
  return (
    <TableFrame>
      <Table colCount={COLUMNS.length} rowCount={actions.length + 1} aria-label={text('actions.title')}>
        <Columns names={COLUMNS} />
        <Tbody>
          {actions.map((action) => {
            const phase = phaseOf(action, now);
            const about = `actions.about.${action.name}`;
            return (
              <Tr key={action.name}>
                <Cell>
                  <Flex direction="column" alignItems="flex-start" gap={1}>
                    <Typography fontWeight="bold" textColor="neutral800">
                      {actionName(action, text)}
                    </Typography>
                    {text.has(about) && (
                      <Typography variant="pi" textColor="neutral600">
                        {text(about)}
                      </Typography>
                    )}
                  </Flex>
                </Cell>
                <Cell>
                  <Schedule action={action} phase={phase} />
                </Cell>
                <Cell>
                  <LastRun action={action} phase={phase} runs={runs} />
                </Cell>
              </Tr>
            );
          })}
        </Tbody>
      </Table>
    </TableFrame>
  );
};
