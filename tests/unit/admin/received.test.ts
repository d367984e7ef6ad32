import { describe, expect, it } from 'vitest';
import type { InboundEmail, InboundState } from '../../../contracts';
import { readReceived, type FetchPage, type ReceivedArguments } from '../../../admin/src/api/received';

const PAGE = 2;

/** A mail that was received in this minute. */
const mail = (documentId: string, state: InboundState, minute: number): InboundEmail => ({
  documentId,
  state,
  reason: null,
  explanation: null,
  subject: null,
  from: null,
  fromName: null,
  size: null,
  receivedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  sourceType: null,
  sourceName: null,
  incomingServerId: null,
  quiet: false,
  attempts: 1,
  nextAttemptAt: null,
  flags: [],
  contentType: null,
  entryDocumentId: null,
  threadId: null,
  rawStored: true,
});

/** A journal that answers pages of two, in its own order. */
const journal = (...mails: InboundEmail[]): { fetchPage: FetchPage; queries: Record<string, string>[] } => {
  const queries: Record<string, string>[] = [];
  const fetchPage: FetchPage = async (query) => {
    queries.push(query);
    const found = mails.filter(({ state }) => !query.state || state === query.state);
    const start = Number(query.cursor ?? 0);
    const next = start + PAGE < found.length ? String(start + PAGE) : null;
    return { data: found.slice(start, start + PAGE), meta: { next } };
  };
  return { fetchPage, queries };
};

const wanted = (more: Partial<ReceivedArguments> = {}): ReceivedArguments => ({
  states: [],
  reason: null,
  q: null,
  incomingServerId: null,
  from: null,
  to: null,
  pages: 1,
  ...more,
});

const ids = (list: { mails: InboundEmail[] }): string[] => list.mails.map(({ documentId }) => documentId);

describe('reading the open pages of the journal', () => {
  it("keeps the server's order, which is that of storing", async () => {
    const { fetchPage } = journal(mail('imported', 'delivered', 1), mail('new', 'delivered', 9));
    expect(ids(await readReceived(wanted(), fetchPage))).toEqual(['imported', 'new']);
  });

  it('follows the pages as far as they are open, and says whether there is more', async () => {
    const mails = ['a', 'b', 'c', 'd', 'e'].map((id, position) => mail(id, 'delivered', 9 - position));
    const { fetchPage } = journal(...mails);
    expect(await readReceived(wanted({ pages: 2 }), fetchPage)).toEqual({
      mails: mails.slice(0, 4),
      hasMore: true,
    });
    expect(await readReceived(wanted({ pages: 9 }), fetchPage)).toEqual({ mails, hasMore: false });
  });

  it('makes one list of several states, newest first', async () => {
    const { fetchPage } = journal(
      mail('f', 'failed', 8),
      mail('d', 'delivered', 7),
      mail('u1', 'unroutable', 9),
      mail('u2', 'unroutable', 5)
    );
    const list = await readReceived(wanted({ states: ['unroutable', 'failed'] }), fetchPage);
    expect(ids(list)).toEqual(['u1', 'f', 'u2']);
    expect(list.hasMore).toBe(false);
  });

  it('asks for what is filtered by and for nothing else', async () => {
    const { fetchPage, queries } = journal();
    await readReceived(wanted({ reason: 'no_route', q: '' }), fetchPage);
    expect(queries).toEqual([{ reason: 'no_route' }]);
  });
});
