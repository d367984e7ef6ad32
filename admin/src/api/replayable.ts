import type { InboundState } from '../../../contracts';
import { mailsOf, type FetchPage, type ReceivedArguments } from './received';

/** Mails that one run replays at most, and how many are asked for at once. */
const LIMIT = 1000;
const PAGE = 100;

/** What waits for somebody to mend something. */
const WAITING: readonly InboundState[] = ['failed', 'unroutable', 'rejected'];

type Filters = Pick<ReceivedArguments, 'states' | 'reason'>;

/**
 * States whose mails are replayed together. Ignored ones are only where the filter asks for them: mostly there is nothing
 * to do about them. A mail that is being worked on needs nobody.
 */
export const statesToReplay = ({ states, reason }: Filters): readonly InboundState[] => {
  const all: readonly InboundState[] = [...WAITING, 'ignored'];
  if (states.length > 0) return all.filter((state) => states.includes(state));
  return reason === null ? WAITING : all;
};

/** What one run is about. */
export interface ReplayableMails {
  documentIds: string[];
  /** There are more than one run takes. */
  hasMore: boolean;
}

/** The mails of the list that are replayed with it, oldest first, so that an answer finds what it answers. */
export const readReplayable = async (
  wanted: ReceivedArguments,
  fetchPage: FetchPage
): Promise<ReplayableMails> => {
  const states = statesToReplay(wanted);
  const list = await mailsOf({ ...wanted, pages: LIMIT / PAGE }, states, (query) =>
    fetchPage({ ...query, limit: String(PAGE) })
  );
  const whole = list.mails.filter(({ rawStored }) => rawStored);
  return {
    documentIds: whole
      .slice(0, LIMIT)
      .map(({ documentId }) => documentId)
      .reverse(),
    hasMore: list.hasMore || whole.length > LIMIT,
  };
};
