import { describe, expect, it } from 'vitest';
import type { DueMail, JournalStates } from '../../../server/src/inbound/journal';
import { sweepWaiting } from '../../../server/src/inbound/sweep';

const MB = 1024 * 1024;

/** The sets in which waiting mails are taken through. */
const setsOf = async (due: DueMail[]): Promise<string[][]> => {
  const sets: string[][] = [];
  await sweepWaiting(
    {
      // Only `due` is asked here.
      states: { due: async () => due } as unknown as JournalStates,
      processor: {
        processAll: async (mails) => void sets.push(mails.map(({ documentId }) => documentId)),
      },
      background: { has: () => false },
    },
    new AbortController().signal
  );
  return sets;
};

const mail = (documentId: string, more: Partial<DueMail> = {}): DueMail => ({
  documentId,
  size: 1000,
  attempts: 0,
  ...more,
});

describe('mails that wait', () => {
  it('are taken through together, in their order', async () => {
    expect(await setsOf(['a', 'b', 'c'].map((id) => mail(id)))).toEqual([['a', 'b', 'c']]);
  });

  it('that were begun before go alone, so that one that ends the process costs no other an attempt', async () => {
    expect(
      await setsOf([mail('a'), mail('b', { attempts: 1 }), mail('c', { attempts: 2 }), mail('d')])
    ).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('are no more at a time than memory holds', async () => {
    const large = { size: 5 * MB };
    expect(
      await setsOf([mail('a', large), mail('b', large), mail('c', { size: 60 * MB }), mail('d')])
    ).toEqual([['a'], ['b'], ['c'], ['d']]);
    expect(await setsOf(Array.from({ length: 60 }, (_, index) => mail(`m${index}`)))).toHaveLength(2);
  });
});
