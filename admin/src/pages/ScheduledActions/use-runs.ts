import * as React from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { ScheduledAction } from '../../../../contracts';
import { useErrorText, useRunScheduledActionMutation } from '../../api';
import { useSentences, useText } from '../../i18n';
import { actionName, runResult } from '../../words';
import { hasEnded, hasFailed } from './phase';

/** Runs that the user asked for. */
export interface Runs {
  /** Whether the run of this action is still waited for. */
  isAsked(name: string): boolean;
  ask(action: ScheduledAction): Promise<void>;
}

/** Between two looks, in milliseconds. */
const SOON = 1000;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Asks for runs, waits for each to end, and says how it did.
 * @param look loads the actions anew, which shows them too; undefined where that failed for once.
 */
export const useRuns = (look: () => Promise<readonly ScheduledAction[] | undefined>): Runs => {
  const text = useText();
  const sentences = useSentences();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [run] = useRunScheduledActionMutation();
  const [asked, setAsked] = React.useState<readonly string[]>([]);
  const isLeft = React.useRef(false);
  React.useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
    };
  }, []);

  const untilEnded = async ({ name, lastRunAt }: ScheduledAction): Promise<ScheduledAction | undefined> => {
    while (!isLeft.current) {
      await pause(SOON);
      const action = (await look())?.find((one) => one.name === name);
      if (action && hasEnded(action, lastRunAt)) return action;
    }
    return undefined;
  };

  return {
    isAsked: (name) => asked.includes(name),
    async ask(action) {
      const answer = await run(action.name);
      if ('error' in answer) {
        toggleNotification({ type: 'danger', message: errorText(answer.error) });
        return;
      }
      setAsked((all) => [...all, action.name]);
      const ended = await untilEnded(action);
      if (!ended) return;
      setAsked((all) => all.filter((name) => name !== action.name));
      const message = text('actions.done', {
        title: actionName(ended, text),
        result: runResult(ended, text, sentences)?.words ?? '',
      });
      toggleNotification({ type: hasFailed(ended) ? 'danger' : 'success', message });
    },
  };
};
