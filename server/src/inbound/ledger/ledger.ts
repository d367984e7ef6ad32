import { TABLE } from '../../constants';
import { messageOf } from '../../errors';
import type { Database, FirstRow, OwnColumns, Row, UpdateRow } from '../../storage';

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
  /** All earlier effects under each of the keys, lowest ordinal first. */
  holders(effectKeys: readonly string[]): Promise<Map<string, Holder[]>>;
  /** The row that takes the effect: the first statement of the transaction that makes it. */
  rowOf(effect: Effect, ordinal: number): FirstRow;
  /** Notes what was made, in the same transaction. */
  complete(update: UpdateRow, effect: Effect, ordinal: number, result: unknown): Promise<void>;
  /** How many effects within the last minutes answer to each question. */
  recent(questions: readonly LoopQuestion[], minutes: number): Promise<number[]>;
}

/** How often a sender made an effect on a target, by other mails than `except`. */
export interface LoopQuestion {
  senderKey: string;
  target: string;
  /** documentId of an inbound email. */
  except: string;
}

const OWN_COLUMNS: OwnColumns = { result: 'text' };

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
  async holders(effectKeys) {
    const rows: Row[] = await database.read((trx) =>
      trx(TABLE.effects)
        .whereIn('effect_key', [...effectKeys])
        .orderBy('ordinal')
    );
    const holders = new Map<string, Holder[]>(effectKeys.map((key) => [key, []]));
    for (const row of rows) {
      holders.get(String(row.effect_key))?.push({
        ordinal: Number(row.ordinal),
        contentKey: String(row.content_key),
        inboundId: String(row.inbound),
        result: parseResult(row.result),
      });
    }
    return holders;
  },

  rowOf: (effect, ordinal) => ({
    table: TABLE.effects,
    row: {
      effect_key: effect.effectKey,
      ordinal,
      content_key: effect.contentKey,
      inbound: effect.inboundId,
      target: effect.target,
      sender_key: effect.senderKey,
      created_at: database.nowExpression(),
    },
    unique: ['effect_key', 'ordinal'],
  }),

  complete: (update, { effectKey }, ordinal, result) =>
    update(TABLE.effects, OWN_COLUMNS, {
      key: { effect_key: effectKey, ordinal },
      held: {},
      columns: { result: JSON.stringify(result) },
    }),

  async recent(questions, minutes) {
    if (questions.length === 0) return [];
    const distinct = (values: readonly string[]): string[] => [...new Set(values)];
    const since = database.nowExpression().wrap('(', ` - ${minutes * 60_000})`);
    const counted: Row[] = await database.read((trx) =>
      trx(TABLE.effects)
        .whereIn('sender_key', distinct(questions.map(({ senderKey }) => senderKey)))
        .whereIn('target', distinct(questions.map(({ target }) => target)))
        .where('created_at', '>', since)
        .groupBy('sender_key', 'target')
        .select('sender_key', 'target')
        .count({ effects: '*' })
    );
    const own: Row[] = await database.read((trx) =>
      trx(TABLE.effects)
        .whereIn('inbound', distinct(questions.map(({ except }) => except)))
        .where('created_at', '>', since)
        .select('sender_key', 'target', 'inbound')
    );
    const counts = new Map(
      counted.map((row) => [`${String(row.sender_key)} ${String(row.target)}`, Number(row.effects)])
    );
    return questions.map(({ senderKey, target, except }) => {
      const mine = own.filter(
        (row) => row.inbound === except && row.sender_key === senderKey && row.target === target
      );
      return (counts.get(`${senderKey} ${target}`) ?? 0) - mine.length;
    });
  },
});
