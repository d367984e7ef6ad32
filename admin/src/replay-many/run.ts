import type { InboundState } from '../../../contracts';

/** What became of the mails that were replayed so far. */
export interface Tally {
  /** Became entries or joined conversations. */
  delivered: number;
  /** Failed or found no place once more. */
  remaining: number;
  /** Wait, or are worked on by somebody else. */
  waiting: number;
  /** There was nothing to do. */
  other: number;
}

/** How far a run is. */
export interface Progress {
  total: number;
  done: number;
  tally: Tally;
}

const TALLIED: Record<InboundState, keyof Tally> = {
  delivered: 'delivered',
  failed: 'remaining',
  unroutable: 'remaining',
  rejected: 'remaining',
  received: 'waiting',
  ignored: 'other',
  reported: 'other',
};

export const notBegun = (total: number): Progress => ({
  total,
  done: 0,
  tally: { delivered: 0, remaining: 0, waiting: 0, other: 0 },
});

const withOne = ({ total, done, tally }: Progress, state: InboundState | null): Progress => {
  const kind = state === null ? 'other' : TALLIED[state];
  return { total, done: done + 1, tally: { ...tally, [kind]: tally[kind] + 1 } };
};

/**
 * Replays mails one after the other, so that a run can be stopped between two of them and the server has one to do at a
 * time.
 * @param options.replay gives the state that the mail ended in; null for one that cannot be replayed any more.
 * @param options.onProgress told before the first mail and after each one.
 * @throws what `replay` throws: the run ends there.
 */
export const replayAll = async ({
  documentIds,
  replay,
  onProgress,
  isStopped,
}: {
  documentIds: readonly string[];
  replay(documentId: string): Promise<InboundState | null>;
  onProgress(progress: Progress): void;
  isStopped(): boolean;
}): Promise<void> => {
  let progress = notBegun(documentIds.length);
  onProgress(progress);
  for (const documentId of documentIds) {
    if (isStopped()) return;
    progress = withOne(progress, await replay(documentId));
    onProgress(progress);
  }
};
