import { TABLE } from '../../constants';
import { hashKey } from '../../mail';
import type { Database, Row, Transaction } from '../../storage';

/** One part of one effect: the same part of a repeated delivery is the same copy. */
export interface CopyKey {
  effectKey: string;
  /** SHA-256 of the bytes: another mail with a reused Message-ID has the same effect, but not the same bytes. */
  digest: string;
  /** Index of the attachment. */
  part: number;
}

/** Which attachment was copied to which file, so that a repeat uses it again. */
export interface CopyLedger {
  /** The file of an earlier copy, which is thereby kept from being swept for another hour; null when there is none. */
  reuse(key: CopyKey): Promise<number | null>;
  /**
   * Keeps a copy, unless another process was first. Called inside a transaction, it is part of it.
   * @param make gives the file, within the transaction that keeps it. May run again.
   * @returns the file, or the id of theirs.
   */
  keep<File extends { id: number }>(
    key: CopyKey,
    make: () => Promise<File>
  ): Promise<{ mine: File } | { theirs: number }>;
  forget(key: CopyKey): Promise<void>;
  /**
   * Runs `work` while no other process does under this name: what it looks for first, and makes where there is none,
   * exists once.
   */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Of these files: those whose effect was never completed (or that no row knows), free to be removed. */
  abandoned(fileIds: readonly number[]): Promise<number[]>;
  /** Drops the row of a file that was not used since. @returns false when it was: the file must stay. */
  release(fileId: number, before: Date): Promise<boolean>;
}

/** Length of an effect key, with which the stored key begins. */
const EFFECT_KEY = 64;

const where = ({ effectKey, digest, part }: CopyKey) => ({ effect_key: `${effectKey}.${digest}`, part });

const fileIn = async (trx: Transaction, key: CopyKey): Promise<number | null> => {
  const row: Row | undefined = await trx(TABLE.mediaCopies).where(where(key)).first('file_id');
  return row ? Number(row.file_id) : null;
};

/** @see CopyLedger */
export const createCopyLedger = ({ database }: { database: Database }): CopyLedger => ({
  async reuse(key) {
    // Nearly every copy is the first one: to ask costs less than a transaction.
    if ((await database.read((trx) => fileIn(trx, key))) === null) return null;
    return database.transaction(async (trx) => {
      const kept = await trx(TABLE.mediaCopies)
        .where(where(key))
        .update({ created_at: database.nowExpression() });
      return kept === 0 ? null : fileIn(trx, key);
    });
  },

  keep: (key, make) =>
    database.transaction(async (trx) => {
      const row = { ...where(key), file_id: null, created_at: database.nowExpression() };
      if (!(await database.insertOnce(trx, TABLE.mediaCopies, row, ['effect_key', 'part']))) {
        const theirs = await fileIn(trx, key);
        if (theirs !== null) return { theirs };
      }
      const mine = await make();
      await trx(TABLE.mediaCopies).where(where(key)).update({ file_id: mine.id });
      return { mine };
    }),

  async forget(key) {
    await database.transaction((trx) => trx(TABLE.mediaCopies).where(where(key)).delete());
  },

  alone: (name, work) =>
    database.transaction(async (trx) => {
      const key = { effect_key: hashKey(name), part: 0 };
      const now = database.nowExpression();
      // The write takes the row's lock until the end of the transaction; a row that is already there gives none.
      const lock = (): Promise<number> => trx(TABLE.mediaCopies).where(key).update({ created_at: now });
      if ((await lock()) === 0) {
        const row = { ...key, file_id: null, created_at: now };
        if (!(await database.insertOnce(trx, TABLE.mediaCopies, row, ['effect_key', 'part']))) await lock();
      }
      return work();
    }),

  async abandoned(fileIds) {
    return database.transaction(async (trx) => {
      const rows: Row[] = await trx(TABLE.mediaCopies)
        .whereIn('file_id', [...fileIds])
        .select('file_id', 'effect_key');
      const effects = rows.map((row) => String(row.effect_key).slice(0, EFFECT_KEY));
      const done: Row[] = await trx(TABLE.effects).whereIn('effect_key', effects).select('effect_key');
      const completed = new Set(done.map((row) => String(row.effect_key)));
      const used = new Set(
        rows
          .filter((row) => completed.has(String(row.effect_key).slice(0, EFFECT_KEY)))
          .map((row) => Number(row.file_id))
      );
      return fileIds.filter((fileId) => !used.has(fileId));
    });
  },

  release: (fileId, before) =>
    database.transaction(async (trx) => {
      const rows = await trx(TABLE.mediaCopies).where({ file_id: fileId }).select('created_at');
      if (rows.length === 0) return true;
      const dropped = await trx(TABLE.mediaCopies)
        .where({ file_id: fileId })
        .where('created_at', '<', before.getTime())
        .delete();
      return dropped === rows.length;
    }),
});
