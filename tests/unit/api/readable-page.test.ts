import { describe, expect, it, vi } from 'vitest';
import { readReadablePage, type ListOrder } from '../../../server/src/api/mail/readable-page';
import type { MailRights } from '../../../server/src/api/mail-rights';

interface Row {
  id: number;
  contentType: string;
  entryDocumentId: string;
}

/** Rows 1 to `count`, newest first, of two types by turns. */
const rowsTo = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => count - index).map((id) => ({
    id,
    contentType: id % 2 === 0 ? 'even' : 'odd',
    entryDocumentId: `entry${id}`,
  }));

const listOf = (rows: readonly Row[], onRead = (): void => undefined): ListOrder<Row> => ({
  read(scope, { cursor, limit }) {
    onRead();
    const fitting = rows.filter(
      (row) =>
        (scope.contentType === undefined || row.contentType === scope.contentType) &&
        (cursor === undefined || row.id < Number(cursor))
    );
    const page = fitting.slice(0, limit);
    const next = fitting.length > limit ? String(page.at(-1)?.id) : null;
    return Promise.resolve({ rows: page, next });
  },
  cursorOf: (row) => String(row.id),
  compare: (a, b) => b.id - a.id,
});

const rights = (may: (row: Row) => boolean, more: Partial<MailRights> = {}): MailRights => ({
  scopes: [{}],
  isSifted: true,
  // The rows are those of the list.
  keep: (rows) => Promise.resolve(rows.filter((row) => may(row as unknown as Row))),
  ...more,
});

const idsOf = async (order: ListOrder<Row>, may: MailRights, limit: number): Promise<number[]> => {
  const ids: number[] = [];
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await readReadablePage(order, may, { cursor, limit });
    ids.push(...rows.map(({ id }) => id));
    if (next === null) return ids;
    cursor = next;
  }
};

describe('a page of what somebody may see', () => {
  it('is the list itself where nothing is dropped', async () => {
    const onRead = vi.fn();
    const list = listOf(rowsTo(10), onRead);
    const everything = rights(() => true, { isSifted: false });
    const { rows, next } = await readReadablePage(list, everything, { cursor: undefined, limit: 4 });
    expect([rows.map(({ id }) => id), next]).toEqual([[10, 9, 8, 7], '7']);
    expect(onRead).toHaveBeenCalledTimes(1);
    expect(await idsOf(list, everything, 4)).toEqual(rowsTo(10).map(({ id }) => id));
  });

  it('merges what each scope holds, in the order of the list', async () => {
    const list = listOf(rowsTo(21));
    const scopes = [{ contentType: 'even' }, { contentType: 'odd' }];
    for (const limit of [1, 2, 5, 21, 50]) {
      expect(
        await idsOf(
          list,
          rights(() => true, { scopes }),
          limit
        ),
        String(limit)
      ).toEqual(rowsTo(21).map(({ id }) => id));
    }
    expect(
      await idsOf(
        list,
        rights(() => true, { scopes: [] }),
        5
      )
    ).toEqual([]);
  });

  it('is refilled from what follows, and leaves nothing out', async () => {
    const list = listOf(rowsTo(1000));
    const may = rights(({ id }) => id % 37 === 0);
    const wanted = rowsTo(1000).filter(({ id }) => id % 37 === 0);
    for (const limit of [1, 2, 5, 27, 100]) {
      expect(await idsOf(list, may, limit), String(limit)).toEqual(wanted.map(({ id }) => id));
    }
  });

  it('says that there is more after three rounds, and not because of a few that were dropped', async () => {
    const nothing = rights(() => false);
    const onRead = vi.fn();
    const long = listOf(rowsTo(1000), onRead);
    const { rows, next } = await readReadablePage(long, nothing, { cursor: undefined, limit: 1 });
    expect([rows, next]).toEqual([[], '701']);
    expect(onRead).toHaveBeenCalledTimes(3);
    const short = await readReadablePage(listOf(rowsTo(200)), nothing, { cursor: undefined, limit: 1 });
    expect(short).toEqual({ rows: [], next: null });
  });
});
