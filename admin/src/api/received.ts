import type { EndlessAnswer, InboundEmail, InboundState } from '../../../contracts';

/** What the list shows. */
export interface ReceivedArguments {
  /** Empty: all. */
  states: readonly InboundState[];
  reason: string | null;
  q: string | null;
  incomingServerId: string | null;
  /** Received then or later, and before then: instants in UTC. */
  from: string | null;
  to: string | null;
  /** How many pages are open, from 1. */
  pages: number;
}

/** Pages that may be open at once: beyond it, filters help more than scrolling. */
export const PAGE_LIMIT = 10;

/** Mails of the open pages, newest first. */
export interface ReceivedList {
  mails: InboundEmail[];
  hasMore: boolean;
}

type Page = EndlessAnswer<InboundEmail>;

/** One request of one page. */
export type FetchPage = (query: Record<string, string>) => Promise<Page>;

const queryOf = (
  { reason, q, incomingServerId, from, to }: ReceivedArguments,
  state: InboundState | null,
  cursor: string | null
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ state, reason, q, incomingServerId, from, to, cursor }).filter(
      (entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''
    )
  );

const readState = async (
  wanted: ReceivedArguments,
  state: InboundState | null,
  fetchPage: FetchPage
): Promise<Page> => {
  const mails: InboundEmail[] = [];
  let next: string | null = null;
  for (let page = 0; page < wanted.pages; page += 1) {
    const answer = await fetchPage(queryOf(wanted, state, next));
    mails.push(...answer.data);
    next = answer.meta.next;
    if (next === null) break;
  }
  return { data: mails, meta: { next } };
};

const time = ({ receivedAt }: InboundEmail): number => (receivedAt === null ? 0 : Date.parse(receivedAt));

/** Lists of several states as one; a single list keeps the server's order. */
const merge = (lists: readonly Page[]): InboundEmail[] => {
  const mails = lists.flatMap(({ data }) => data);
  return lists.length === 1 ? mails : mails.sort((a, b) => time(b) - time(a));
};

/** The open pages of mails in these states, as one list. */
export const mailsOf = async (
  wanted: ReceivedArguments,
  states: readonly (InboundState | null)[],
  fetchPage: FetchPage
): Promise<ReceivedList> => {
  const lists = await Promise.all(states.map((state) => readState(wanted, state, fetchPage)));
  return { mails: merge(lists), hasMore: lists.some(({ meta }) => meta.next !== null) };
};

/** Reads the open pages. A page starts where the one before ends, so that new mail leaves neither gaps nor doubles. */
export const readReceived = (wanted: ReceivedArguments, fetchPage: FetchPage): Promise<ReceivedList> =>
  mailsOf(wanted, wanted.states.length === 0 ? [null] : wanted.states, fetchPage);
