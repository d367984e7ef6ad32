import { describe, expect, it } from 'vitest';
import { isForEveryone, reachedWhomItNames, wasSentTo } from '../../../server/src/threads/earlier';

/** Who is taken to have a mail already, and who may see it quoted. */

describe('whom a mail names in To and Cc', () => {
  it.each([
    [null, true],
    ['A', true],
    ['B', false],
    ['C', false],
    ['D', false],
    ['accepted', false],
  ])('at level %s is believed to have it: %s', (proof, expected) => {
    expect(reachedWhomItNames(proof)).toBe(expected);
    const message = {
      ...{ documentId: 'm', messageId: null, direction: 'incoming' as const, authorKey: null, reply: '' },
      ...{
        author: { type: 'address' as const, address: 'a@b.example', name: '' },
        sentAt: new Date(),
        proof,
      },
      ...{ to: [], cc: [{ address: 'Eve@Site.example', name: '' }] },
    };
    expect(wasSentTo(message, 'eve@site.example')).toBe(expected);
  });
});

describe('what is quoted to everyone', () => {
  it('holds no note, also where an editor accepted it', () => {
    expect(isForEveryone({ direction: 'note', proof: 'accepted' })).toBe(false);
    expect(isForEveryone({ direction: 'incoming', proof: 'accepted' })).toBe(true);
  });
});
