import * as React from 'react';
import type { InboundState } from '../../../contracts';
import { useErrorText, useReplayOneOfManyMutation } from '../api';
import { replayAll, type Progress } from './run';

/** A run over many mails, as it is shown. */
export interface Run {
  progress: Progress;
  status: 'running' | 'done' | 'stopped' | 'failed';
  /** Why it was broken off. */
  problem: string | null;
}

/** Replays mails one after the other while the page is open. */
export interface ReplayMany {
  /** Null before the first, and once it was closed. */
  run: Run | null;
  start(documentIds: readonly string[]): void;
  /** The mail that is being replayed comes to its end. */
  stop(): void;
  /** Takes the outcome from the page. */
  close(): void;
}

/** An answer that refused a mail: it has gone, is done, or is worked on by somebody else. */
const isRefusal = (error: object): boolean =>
  'status' in error && (error.status === 404 || error.status === 409);

/** @see ReplayMany @param onEnd after the last mail, and where a run ends before. */
export const useReplayMany = (onEnd: () => unknown): ReplayMany => {
  const errorText = useErrorText();
  const [replayOne] = useReplayOneOfManyMutation();
  const [run, setRun] = React.useState<Run | null>(null);
  const isStopped = React.useRef(false);
  // Whoever leaves the page stops the run.
  React.useEffect(
    () => () => {
      isStopped.current = true;
    },
    []
  );

  const end = (status: Run['status'], problem: string | null = null): void => {
    setRun((last) => last && { ...last, status, problem });
    onEnd();
  };

  const work = async (documentIds: readonly string[]): Promise<void> => {
    isStopped.current = false;
    let problem: string | null = null;
    const replay = async (documentId: string): Promise<InboundState | null> => {
      const answer = await replayOne(documentId);
      if (!('error' in answer)) return answer.data.state;
      if (isRefusal(answer.error)) return null;
      problem = errorText(answer.error);
      throw new Error(problem);
    };
    try {
      await replayAll({
        documentIds,
        replay,
        onProgress: (progress) => setRun({ progress, status: 'running', problem: null }),
        isStopped: () => isStopped.current,
      });
      end(isStopped.current ? 'stopped' : 'done');
    } catch (error) {
      if (problem === null) throw error;
      end('failed', problem);
    }
  };

  return {
    run,
    start: (documentIds) => void work(documentIds),
    stop() {
      isStopped.current = true;
    },
    close: () => setRun(null),
  };
};
