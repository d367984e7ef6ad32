/** What a key does in the list of conversations. */
export type KeyAction = { type: 'move'; to: number } | { type: 'mark' } | null;

interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/**
 * The meaning of a key while one of the conversations has the focus: nowhere else, so that letters stay free for whoever
 * speaks to their computer (WCAG 2.1.4).
 * @param position of the focused conversation, from 0.
 */
export const actionOf = (
  { key, altKey, ctrlKey, metaKey }: Pressed,
  position: number,
  count: number
): KeyAction => {
  if (altKey || ctrlKey || metaKey) return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (name === 'u') return { type: 'mark' };
  if (name === 'Home') return { type: 'move', to: 0 };
  if (name === 'End') return { type: 'move', to: count - 1 };
  const step = STEPS[name];
  return step === undefined ? null : { type: 'move', to: Math.min(Math.max(position + step, 0), count - 1) };
};
