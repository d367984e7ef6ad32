import { describe, expect, it } from 'vitest';
import { newcomerOf, type Follower } from '../../../server/src/threads';
import { represent } from '../../../server/src/threads/standings';

/** Whom rows of followers stand for, and which one rules where several stand for one admin user. */

const row = (
  documentId: string,
  { address = `${documentId}@x.example`, adminUser = null, state = 'active' }: Partial<Follower> = {}
): Follower => ({
  ...{ documentId, threadId: 't', email: address, address, name: '', adminUser, state },
  ...{ channel: 'email', unread: 0, lastReadAt: null },
});

/** Whatever begins with `ann` is Ann's. */
const userOf = (address: string): string | undefined => (address.startsWith('ann') ? 'ann' : undefined);

const ruled = (...rows: Follower[]): (string | null)[][] =>
  represent(rows, userOf).map(({ adminUser, ruledBy }) => [adminUser, ruledBy.documentId]);

describe('a row', () => {
  it('of an address of nobody stands for itself', () => {
    expect(ruled(row('bob'), row('mary'))).toEqual([
      [null, 'bob'],
      [null, 'mary'],
    ]);
  });

  it('of an admin user’s address stands for them', () => {
    expect(ruled(row('ann'), row('bob'))).toEqual([
      ['ann', 'ann'],
      [null, 'bob'],
    ]);
  });

  it.each(['active', 'unfollowed', 'blocked'] as const)('yields to one made for them that is %s', (state) => {
    const own = row('own', { adminUser: 'ann', state, address: 'ann@x.example' });
    expect(ruled(row('ann+1'), own)).toEqual([
      ['ann', 'own'],
      ['ann', 'own'],
    ]);
  });

  it.each(['active', 'unfollowed', 'blocked'] as const)(
    'rules itself beside one that is %s and was made for them when they had another address',
    (state) => {
      const own = row('own', { adminUser: 'ann', state });
      expect(ruled(row('ann'), own, row('ann+1'))).toEqual([
        ['ann', 'ann'],
        ['ann', 'own'],
        ['ann', 'ann'],
      ]);
    }
  );

  it('yields to a block of another of their addresses, else to the first that follows', () => {
    const left = row('ann+left', { state: 'unfollowed' });
    const blocked = row('ann+blocked', { state: 'blocked' });
    const rulers = (...rows: Follower[]): (string | null | undefined)[] => ruled(...rows).map(([, by]) => by);
    expect(rulers(left, row('ann+1'), row('ann+2'))).toEqual(['ann+1', 'ann+1', 'ann+1']);
    expect(rulers(row('ann+1'), blocked, left)).toEqual(['ann+blocked', 'ann+blocked', 'ann+blocked']);
  });
});

describe('an address that is to follow', () => {
  const owner = { documentId: 'ann', name: 'Ann', email: 'ann@x.example', mayLogIn: true };

  it('follows as the admin user whose it is, or not at all', () => {
    const address = { address: 'Ann+x@x.example', name: 'A.' };
    expect(newcomerOf(address, null)).toEqual({ ...address, adminUser: null });
    expect(newcomerOf(address, owner)).toEqual({
      ...{ address: 'ann@x.example', name: 'Ann', adminUser: 'ann', channel: 'email', cameBy: address },
    });
    expect(newcomerOf(address, { ...owner, mayLogIn: false })).toBeNull();
  });
});
