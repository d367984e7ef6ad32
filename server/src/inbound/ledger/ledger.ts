import { TABLE } from '../../constants';
import { messageOf } from '../../errors';
import type { Database, Row, Transaction } from '../../storage';

/** What an effect is keyed by. */
export interface Effect {
  /** H(Message-ID, Date, target) and its fallbacks. */
  effectKey: string;
  contentKey: string;
  /** documentId of the inbound email that makes it. */
  inboundId: string;
  /** `alias:<id>` | `thread:<id>` | `fallback:<uid>` | `report:<outbound id>`. */
  target: string;
  /** Digest of the sender, by which the loop window counts; null: does not count. */
  senderKey: string | null;
}

/** Row of an effect that was made before. */
export interface Holder {
  ordinal: number;
  contentKey: string;
  inboundId: string;
  /** What was made, as `Ledger.complete` was given it. */
  result: unknown;
}

/**
 * The ledger of effects: `unique(effectKey, ordinal)` decides that an effect happens once, whatever crashes, restarts
 * or second processes do. Rows outlive the mail: they hold digests only.
 */
export interface Ledger {
  /** All earlier effects under a key, lowest ordinal first. */
  holders(effectKey: string): Promise<Holder[]>;
  /**
   * The first statement of the transaction that makes the effect.
   * @returns false when somebody has this ordinal: nothing was inserted, make nothing.
   */
  begin(trx: Transaction, effect: Effect, ordinal: number): Promise<boolean>;
  /** Notes what was made, in the same transaction. */
  complete(trx: Transaction, effect: Effect, ordinal: number, result: unknown): Promise<void>;
  /** How often this sender made an effect on each target within the last minutes, by other mails than `except`. */
  recent(
    senderKey: string,
    targets: readonly string[],
    minutes: number,
    except: string
  ): Promise<Map<string, number>>;
}

const parseResult = (text: unknown): unknown => {
  if (typeof text !== 'string' || text === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`An effect's result in the ledger is no JSON: ${messageOf(error)}`);
  }
};

/** @see Ledger */
export const createLedger = ({ database }: { database: Database }): Ledger => ({
  async holders(effectKey) {
    const rows: Row[] = await database.transaction((trx) =>
      trx(TABLE.effects).where({ effect_key: effectKey }).orderBy('ordinal')
    );
    return rows.map((row) => ({
      ordinal: Number(row.ordinal),
      contentKey: String(row.content_key),
      inboundId: String(row.inbound),
      result: parseResult(row.result),
    }));
  },

  begin(trx, effect, ordinal) {
    const row = {
      effect_key: effect.effectKey,
      ordinal,
      content_key: effect.contentKey,
      inbound: effect.inboundId,
      target: effect.target,
      sender_key: effect.senderKey,
      created_at: Date.now(),
    };
    return database.insertOnce(trx, TABLE.effects, row, ['effect_key', 'ordinal']);
  },

  async complete(trx, { effectKey }, ordinal, result) {
    await trx(TABLE.effects)
      .where({ effect_key: effectKey, ordinal })
      .update({ result: JSON.stringify(result) });
  },

  async recent(senderKey, targets, minutes, except) {
    if (targets.length === 0) return new Map();
    const since = (await database.now()) - minutes * 60_000;
    const rows: Row[] = await database.transaction((trx) =>
      trx(TABLE.effects)
        .where({ sender_key: senderKey })
        .whereIn('target', [...targets])
        .where('created_at', '>', since)
        .whereNot({ inbound: except })
        .groupBy('target')
        .select('target')
        .count({ effects: '*' })
    );
    return new Map(rows.map((row) => [String(row.target), Number(row.effects)]));
  },
});
