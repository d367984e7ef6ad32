import { describe, expect, it } from 'vitest';
import type { Follower } from '../../../server/src/threads';
import { isApart, renewalOf } from '../../../server/src/threads/renewal';

/** What becomes of a row that is there already when somebody is to follow by it. */

const BOB = { address: 'bob@x.example', name: 'Bob' };
const row = (parts: Partial<Follower> = {}): Follower => ({
  ...{ documentId: 'row', threadId: 't', email: BOB.address, ...BOB, adminUser: null, state: 'active' },
  ...{ channel: 'email', unread: 0, lastReadAt: null },
  ...parts,
});

/** Ann, who says that Bob's address is hers. */
const ANN = { address: BOB.address, name: 'Ann', adminUser: 'ann' };
const byMail = { ...ANN, channel: 'email', cameBy: BOB } as const;

describe('a row', () => {
  it.each([[{ ...BOB, adminUser: null }], [ANN], [byMail]])('that is blocked stays blocked', (newcomer) => {
    expect(renewalOf(row({ state: 'blocked' }), newcomer, false)).toBeNull();
  });

  it('of who follows already is left as it is', () => {
    expect(renewalOf(row(), { ...BOB, adminUser: null }, false)).toBe('unchanged');
    expect(renewalOf(row({ adminUser: 'ann' }), ANN, false)).toBe('unchanged');
  });

  it('of an address remains that of the address when a mail came from it', () => {
    expect(renewalOf(row(), byMail, false)).toBe('unchanged');
    expect(renewalOf(row({ state: 'unfollowed' }), byMail, false)).toEqual({
      ...BOB,
      adminUser: null,
      channel: 'email',
    });
  });

  it('of an address becomes that of the admin user who asks to follow', () => {
    expect(renewalOf(row(), ANN, false)).toEqual({ ...ANN, channel: 'inbox' });
  });

  it('of an admin user who was deleted becomes that of the address', () => {
    expect(renewalOf(row({ adminUser: 'gone' }), { ...BOB, adminUser: null }, true)).toMatchObject({
      adminUser: null,
      channel: 'email',
    });
  });
});

it('who left by an address is not brought back by an admin user who calls it theirs', () => {
  const left = row({ state: 'unfollowed' });
  expect(isApart(left, ANN)).toBe(true);
  expect(isApart(left, byMail)).toBe(false);
  expect(isApart(row(), ANN)).toBe(false);
  expect(isApart(row({ state: 'unfollowed', adminUser: 'ann' }), ANN)).toBe(false);
  expect(isApart(null, ANN)).toBe(false);
});
