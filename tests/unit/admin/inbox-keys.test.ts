import { describe, expect, test } from 'vitest';
import { actionOf } from '../../../admin/src/pages/Inbox/keys';

const press = (key: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {}) =>
  actionOf({ key, altKey: false, ctrlKey: false, metaKey: false, ...held }, 1, 3);

describe('keys in the Inbox', () => {
  test.each([
    ['ArrowDown', 2],
    ['j', 2],
    ['J', 2],
    ['ArrowUp', 0],
    ['k', 0],
    ['Home', 0],
    ['End', 2],
  ])('%s moves to %i', (key, to) => {
    expect(press(key)).toEqual({ type: 'move', to });
  });

  test('stay within the list', () => {
    const plain = { altKey: false, ctrlKey: false, metaKey: false };
    expect(actionOf({ key: 'j', ...plain }, 2, 3)).toEqual({ type: 'move', to: 2 });
    expect(actionOf({ key: 'k', ...plain }, 0, 3)).toEqual({ type: 'move', to: 0 });
  });

  test('mark by U, and leave everything else to the browser', () => {
    expect(press('u')).toEqual({ type: 'mark' });
    expect(press('Enter')).toBeNull();
    expect(press('x')).toBeNull();
    expect(press('u', { ctrlKey: true })).toBeNull();
    expect(press('ArrowDown', { altKey: true })).toBeNull();
    expect(press('k', { metaKey: true })).toBeNull();
  });
});
