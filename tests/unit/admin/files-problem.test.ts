import { expect, test } from 'vitest';
import { filesProblem } from '../../../admin/src/conversation/filesProblem';

const file = (size: number, name = 'a.txt') => ({ name, size });
const keyOf = (files: Parameters<typeof filesProblem>[0]) => filesProblem(files)?.key ?? null;

test('files go along as long as a mail can carry them', () => {
  expect(keyOf([])).toBeNull();
  expect(keyOf([file(15_000_000)])).toBeNull();
  expect(keyOf([file(15_000_000), file(1)])).toBe('conversation.attach.large');
  expect(keyOf(Array.from({ length: 20 }, () => file(1)))).toBeNull();
  expect(keyOf(Array.from({ length: 21 }, () => file(1)))).toBe('conversation.attach.many');
});

test('an empty file is named', () => {
  expect(filesProblem([file(1), file(0, 'b.txt')])).toEqual({
    key: 'conversation.attach.empty',
    values: { name: 'b.txt' },
  });
});
