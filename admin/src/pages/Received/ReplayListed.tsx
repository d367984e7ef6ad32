import { Box } from '@strapi/design-system';
import { statesToReplay, useErrorText, useLazyReplayableQuery, type ReceivedList } from '../../api';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { ReplayManyButton, ReplayRun, useReplayMany, type Chosen } from '../../replay-many';
import type { ListQuery } from './useListQuery';

interface Props {
  list: ListQuery;
  received: ReceivedList | undefined;
  /** Asks for the list again. */
  onEnd: () => unknown;
}

/** Replays the mails of a filtered list, and says what became of them, also when the list is empty in the end. */
export const ReplayListed = ({ list, received, onEnd }: Props) => {
  const text = useText();
  const errorText = useErrorText();
  const mayReplay = useMay(PERMISSIONS.replay);
  const many = useReplayMany(onEnd);
  const [find] = useLazyReplayableQuery();

  const states = statesToReplay(list.wanted);
  const count = (received?.mails ?? []).filter(
    ({ state, rawStored }) => rawStored && states.includes(state)
  ).length;
  const isOffered = mayReplay && list.isFiltered && count > 0;

  const choose = async (): Promise<Chosen> => {
    const answer = await find({ ...list.wanted, pages: 1 });
    if (answer.data && !answer.isError) return answer.data;
    throw new Error(answer.error ? errorText(answer.error) : '');
  };
  if (!isOffered && many.run === null) return null;
  return (
    <Box paddingBottom={4}>
      {isOffered && many.run?.status !== 'running' && (
        <Box paddingBottom={many.run === null ? 0 : 4}>
          <ReplayManyButton
            label={received?.hasMore ? text('replayMany.button.more') : text('replayMany.button', { count })}
            choose={choose}
            onConfirm={many.start}
          />
        </Box>
      )}
      <ReplayRun many={many} />
    </Box>
  );
};
