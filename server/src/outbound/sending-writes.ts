import { cleanString } from '../mail';
import {
  createTogether,
  updateRows,
  type Database,
  type OwnColumns,
  type Row,
  type Transaction,
} from '../storage';
import { columnsOf, type ClaimedRow } from './claimed-row';
import type { Contents, LoadedContent } from './contents';
import type { RowChange } from './outcome';
import { EMAIL_TABLE } from './tables';

/** How the row was sent; stored with the outcome. */
export interface SendingColumns {
  serverId: string;
  serverName: string;
  from: string;
  envelopeFrom: string;
  decision: object;
}

/** What happened to a row that this process sends. */
export interface Outcome {
  row: ClaimedRow;
  change: RowChange;
  sending: SendingColumns | null;
  content: LoadedContent;
}

/** The announcement of a row's mark, before the end of its mail. */
export interface Mark {
  /** Commits that the end of the mail is about to go out. @throws Error when the claim was lost. */
  set(): Promise<void>;
  /** The server has answered, or the mail did not come to its end. */
  over(): void;
}

/** Marks and outcomes of all connections of this process, in shared commits. */
export interface SendingWrites {
  /** To be called when a connection begins with the mail. */
  announceMark(row: ClaimedRow): Mark;
  /** Writes the outcome, gives the claim up, and empties a sealed content that nobody needs any more. @returns false when the claim was lost, and nothing was written. */
  finish(outcome: Outcome): Promise<boolean>;
}

/** In these the outcomes of different mails differ. */
const OWN_COLUMNS: OwnColumns = {
  accepted_at: 'timestamp',
  envelope_from: 'text',
  explanation: 'text',
  from: 'text',
  response: 'text',
  sentences: 'text',
  server_message_id: 'text',
  server_message_key: 'text',
};

type Write = { mark: ClaimedRow } | { outcome: Outcome };

/** `lost`: another process has the row. `erased`: its sealed content was emptied too. */
type Written = 'lost' | 'written' | 'erased';

const sendingRow = (sending: SendingColumns | null): Row =>
  sending === null
    ? {}
    : {
        server_id: sending.serverId,
        server_name: cleanString(sending.serverName),
        from: cleanString(sending.from),
        envelope_from: cleanString(sending.envelopeFrom),
        decision: JSON.stringify(sending.decision),
      };

/** Whether bytes were sealed beside the content. What cannot be opened may have some. */
const mayHaveAttachments = (content: LoadedContent): boolean =>
  !content.found || content.content.attachments.some(({ store }) => store === 'sealed');

/**
 * @param me what this process writes into `locked_by`.
 * @param onErased told which sealed contents with attachments were emptied, after the commit.
 * @see SendingWrites
 */
export const createSendingWrites = ({
  database,
  contents,
  me,
  onErased,
}: {
  database: Database;
  contents: Pick<Contents, 'eraseFinished'>;
  me: string;
  onErased(contentIds: string[]): void;
}): SendingWrites => {
  const mine = { state: 'sending', locked_by: me };

  const markOne = async (trx: Transaction, { id, fence }: ClaimedRow, at: Date): Promise<boolean> =>
    (await trx(EMAIL_TABLE)
      .where({ id, ...mine, fence })
      .update({ data_at: at })) === 1;

  const mark = async (trx: Transaction, rows: readonly ClaimedRow[], at: Date): Promise<Set<ClaimedRow>> => {
    if (rows.length === 0) return new Set();
    const marked = await trx(EMAIL_TABLE)
      .where(mine)
      .where((any) => {
        for (const { id, fence } of rows) void any.orWhere({ id, fence });
      })
      .update({ data_at: at });
    if (marked === rows.length) return new Set(rows);
    const held = new Set<ClaimedRow>();
    for (const row of rows) if (await markOne(trx, row, at)) held.add(row);
    return held;
  };

  /** @returns those whose claim still stood. @throws Error when one of several was lost: then each is written alone. */
  const finish = async (
    trx: Transaction,
    outcomes: readonly Outcome[],
    at: Date
  ): Promise<readonly Outcome[]> => {
    if (outcomes.length === 0) return [];
    const released = { locked_by: null, locked_until: null, updated_at: at };
    const written = await updateRows(
      trx,
      database.client,
      { table: EMAIL_TABLE, own: OWN_COLUMNS },
      outcomes.map(({ row: { id, fence }, change, sending }) => ({
        key: { id },
        held: { ...mine, fence },
        columns: { ...columnsOf(change), ...sendingRow(sending), ...released },
      }))
    );
    if (written === outcomes.length) return outcomes;
    if (outcomes.length === 1) return [];
    throw new Error('Another process has taken one of the mails over.');
  };

  /** @returns the contents that were emptied. */
  const erase = async (trx: Transaction, outcomes: readonly Outcome[]): Promise<Set<string>> => {
    const done = outcomes.filter(({ change, content }) => content.sealed && change.state !== 'queued');
    return new Set(await contents.eraseFinished(trx, [...new Set(done.map(({ row }) => row.contentId))]));
  };

  const work = async (trx: Transaction, writes: readonly Write[]): Promise<Written[]> => {
    const rows = writes.flatMap((write) => ('mark' in write ? [write.mark] : []));
    const at = new Date(await database.time());
    const marked = await mark(trx, rows, at);
    const outcomes = writes.flatMap((write) => ('outcome' in write ? [write.outcome] : []));
    const finished = new Set(await finish(trx, outcomes, at));
    const erased = await erase(trx, [...finished]);
    return writes.map((write) => {
      if ('mark' in write) return marked.has(write.mark) ? 'written' : 'lost';
      if (!finished.has(write.outcome)) return 'lost';
      return erased.has(write.outcome.row.contentId) ? 'erased' : 'written';
    });
  };
  const outcomes = createTogether({ database, work });
  // SQLite works at one transaction at a time; elsewhere no mark has to wait for outcomes.
  const marks =
    database.client === 'sqlite'
      ? outcomes
      : createTogether({ database, commit: database.singleStatement, work });

  return {
    announceMark(row) {
      const announced = marks.announce();
      return {
        async set() {
          if ((await announced.write({ mark: row })) === 'lost')
            throw new Error('Another process has taken the mail over.');
        },
        over: announced.over,
      };
    },

    async finish(outcome) {
      const written = await outcomes.write({ outcome });
      if (written === 'erased' && mayHaveAttachments(outcome.content)) onErased([outcome.row.contentId]);
      return written !== 'lost';
    },
  };
};
