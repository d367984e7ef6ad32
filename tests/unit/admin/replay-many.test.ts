import { describe, expect, it } from 'vitest';
import type { InboundEmail, InboundState } from '../../../contracts';
import { readReplayable, statesToReplay } from '../../../admin/src/api/replayable';
import { mendOf } from '../../../admin/src/pages/ReceivedMail/mendable';
import { replayAll, type Progress } from '../../../admin/src/replay-many/run';

const filters = {
  states: [] as InboundState[],
  reason: null,
  q: null,
  incomingServerId: null,
  from: null,
  to: null,
};

describe('mails that are replayed together', () => {
  it('are those that wait for somebody, and ignored ones where the filter asks for them', () => {
    expect(statesToReplay(filters)).toEqual(['failed', 'unroutable', 'rejected']);
    expect(statesToReplay({ ...filters, states: ['unroutable', 'failed'] })).toEqual([
      'failed',
      'unroutable',
    ]);
    expect(statesToReplay({ ...filters, states: ['ignored'] })).toEqual(['ignored']);
    expect(statesToReplay({ ...filters, reason: 'hook_stopped' })).toContain('ignored');
    expect(statesToReplay({ ...filters, states: ['delivered'] })).toEqual([]);
    expect(statesToReplay({ ...filters, states: ['received'] })).toEqual([]);
  });

  it('are read page by page, oldest first, without those whose original is not kept', async () => {
    const asked: Record<string, string>[] = [];
    const mail = (documentId: string, minute: number, rawStored = true): InboundEmail =>
      // What is not read here is left out.
      ({ documentId, rawStored, receivedAt: new Date(minute * 60_000).toISOString() }) as InboundEmail;
    const pages: Record<string, InboundEmail[]> = {
      failed: [mail('f3', 3), mail('f1', 1)],
      unroutable: [mail('u2', 2), mail('gone', 0, false)],
    };
    const found = await readReplayable(
      { ...filters, states: ['unroutable', 'failed'], q: 'x', pages: 1 },
      async (query) => {
        asked.push(query);
        return { data: pages[query.state ?? ''] ?? [], meta: { next: null } };
      }
    );
    expect(found).toEqual({ documentIds: ['f1', 'u2', 'f3'], hasMore: false });
    expect(asked).toEqual([
      { state: 'failed', q: 'x', limit: '100' },
      { state: 'unroutable', q: 'x', limit: '100' },
    ]);
  });

  it('are a thousand at most', async () => {
    let page = 0;
    const found = await readReplayable({ ...filters, states: ['failed'], pages: 1 }, async () => {
      page += 1;
      // What is not read here is left out.
      const data = Array.from(
        { length: 100 },
        (_, index) => ({ documentId: `${page}-${index}`, rawStored: true }) as InboundEmail
      );
      return { data, meta: { next: String(page) } };
    });
    expect(found.documentIds).toHaveLength(1000);
    expect(found.hasMore).toBe(true);
    expect(page).toBe(10);
  });
});

describe('a run', () => {
  const states: Record<string, InboundState | null> = {
    a: 'delivered',
    b: 'failed',
    c: 'ignored',
    d: null,
    e: 'received',
  };
  const run = async (stopAfter = Infinity): Promise<Progress[]> => {
    const told: Progress[] = [];
    await replayAll({
      documentIds: Object.keys(states),
      replay: async (documentId) => states[documentId] ?? null,
      onProgress: (progress) => told.push(progress),
      isStopped: () => (told.at(-1)?.done ?? 0) >= stopAfter,
    });
    return told;
  };

  it('tells after each mail how far it is, and what became of those before', async () => {
    const told = await run();
    expect(told.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told.at(-1)).toEqual({
      total: 5,
      done: 5,
      tally: { delivered: 1, remaining: 1, waiting: 1, other: 2 },
    });
  });

  it('can be stopped between two mails', async () => {
    expect((await run(2)).at(-1)).toMatchObject({ done: 2, tally: { delivered: 1, remaining: 1, other: 0 } });
  });

  it('ends where the server cannot be asked', async () => {
    const told: Progress[] = [];
    const broken = replayAll({
      documentIds: ['a', 'b'],
      replay: () => Promise.reject(new Error('offline')),
      onProgress: (progress) => told.push(progress),
      isStopped: () => false,
    });
    await expect(broken).rejects.toThrow('offline');
    expect(told.map(({ done }) => done)).toEqual([0]);
  });
});

describe('what mends the cause', () => {
  it('is an alias where none took the mail, and the mapping where the entry was refused', () => {
    expect(mendOf({ state: 'unroutable', reason: 'no_route' })).toBe('alias');
    expect(mendOf({ state: 'rejected', reason: 'catchall_no_proof' })).toBe('alias');
    expect(mendOf({ state: 'failed', reason: 'mapping_failed' })).toBe('mapping');
    expect(mendOf({ state: 'unroutable', reason: 'loop_suspected' })).toBeNull();
    expect(mendOf({ state: 'failed', reason: 'hook_failed' })).toBeNull();
    expect(mendOf({ state: 'delivered', reason: 'created' })).toBeNull();
  });
});
