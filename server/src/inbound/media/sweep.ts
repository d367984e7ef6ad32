import type { CopyLedger } from './copy-ledger';
import type { Library } from './library';

/** A delivery that has not used its copies by then never will. */
const AGE = 60 * 60 * 1000;
const PAGE = 100;

/**
 * Removes copies without a use. A file that an entry used once stays, also when an editor takes it out of the entry: it
 * is the site's by then, and the effect in the ledger tells so.
 * @returns how many files were removed.
 */
export const sweepCopies = async (
  { library, ledger, now }: { library: Library; ledger: CopyLedger; now(): Promise<number> },
  signal?: AbortSignal
): Promise<number> => {
  const folder = await library.findFolder();
  if (!folder) return 0;
  const before = new Date((await now()) - AGE);
  let removed = 0;
  let last = 0;
  while (!signal?.aborted) {
    const page = await library.listOld(folder, before, last, PAGE);
    const used = await library.inUse(page);
    for (const fileId of await ledger.abandoned(page.filter((id) => !used.has(id)))) {
      if (!(await ledger.release(fileId, before))) continue;
      await library.remove(fileId);
      removed += 1;
    }
    if (page.length < PAGE) break;
    last = page.at(-1) ?? last;
  }
  return removed;
};
