import type { Core } from '@strapi/strapi';
import { PLUGIN_ID, UID } from '../constants';
import { messageOf } from '../errors';
import type { Database, Row, Transaction } from '../storage';

/**
 * A thread lives as long as its entry: it is archived when the last version of the entry in its last locale goes, and comes
 * back when there is an entry of this documentId again (restored, imported, transferred).
 */
export interface ThreadLife {
  /** Watches the entries of the site from now on. Strapi forgets it when the database is closed. */
  watch(): void;
  /**
   * Looks whether each entry is there: an import, statements of the site's own and a content type that is gone tell
   * nobody. Stops between steps when it is told to.
   */
  sweep(signal: AbortSignal): Promise<void>;
  /** Waits for what is under way. */
  idle(): Promise<void>;
}

/** Threads that are looked up at a time. */
const PAGE = 500;

/** Below the document service, so that every way is seen: Content Manager, REST, `documents()` and `db.query()`. */
interface LifecycleEvent {
  model: { uid: string };
  params: { data?: unknown };
  result?: unknown;
}

const documentIdOf = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null || !('documentId' in value)) return null;
  return typeof value.documentId === 'string' ? value.documentId : null;
};

/** @see ThreadLife */
export const createThreadLife = ({
  strapi,
  database,
}: {
  strapi: Core.Strapi;
  database: Database;
}): ThreadLife => {
  const threads = (): string => strapi.db.metadata.get(UID.thread).tableName;

  const ofSite = (): string[] =>
    Object.keys(strapi.contentTypes).filter(
      (uid) => !uid.startsWith('admin::') && !uid.startsWith(`plugin::${PLUGIN_ID}.`)
    );

  /** What an entry has while there is one: a row for each locale, as draft and as published version. */
  const versionsOf = (trx: Transaction, contentType: string) =>
    trx
      .select(trx.raw('1'))
      .from({ entry: strapi.db.metadata.get(contentType).tableName })
      .whereRaw('?? = ??', ['entry.document_id', `${threads()}.entry_document_id`]);

  /** Threads that are not marked as their entries are. */
  const wrong = (trx: Transaction, contentType: string, are: 'gone' | 'there') => {
    const all = trx(threads()).where({ content_type: contentType });
    return are === 'gone'
      ? all.whereNull('archived_at').whereNotExists(versionsOf(trx, contentType))
      : all.whereNotNull('archived_at').whereExists(versionsOf(trx, contentType));
  };

  const settle = async (contentType: string, entries: readonly string[]): Promise<void> => {
    const now = new Date(await database.time());
    await database.transaction(async (trx) => {
      for (const are of ['gone', 'there'] as const) {
        await wrong(trx, contentType, are)
          .whereIn('entry_document_id', [...entries])
          .update({ archived_at: are === 'gone' ? now : null, updated_at: now });
      }
    });
  };

  const settleAll = async (contentType: string, signal: AbortSignal | null): Promise<void> => {
    for (const are of ['gone', 'there'] as const) {
      for (let found = PAGE; found === PAGE && !signal?.aborted;) {
        const rows: Row[] = await database.read((trx) =>
          wrong(trx, contentType, are).limit(PAGE).select('entry_document_id')
        );
        found = rows.length;
        if (found > 0)
          await settle(
            contentType,
            rows.map((row) => String(row.entry_document_id))
          );
      }
    }
  };

  /** By content type; null: any of its entries may have gone. */
  const waiting = new Map<string, Set<string> | null>();
  let work: Promise<void> | null = null;

  const workOff = async (): Promise<void> => {
    for (const [contentType, entries] of waiting) {
      waiting.delete(contentType);
      try {
        if (entries === null) await settleAll(contentType, null);
        else await settle(contentType, [...entries]);
      } catch (error) {
        // The entry is deleted all the same, and the next sweep looks again.
        strapi.log.warn(
          `[${PLUGIN_ID}] Conversations of ${contentType} could not be archived: ${messageOf(error)}`
        );
      }
    }
    work = null;
  };

  const begin = (contentType: string, entry: string | null): void => {
    const known = waiting.get(contentType);
    if (entry === null || known === null) waiting.set(contentType, null);
    else waiting.set(contentType, (known ?? new Set()).add(entry));
    work ??= Promise.resolve().then(workOff);
  };

  /** After the commit: what was deleted may be rolled back, and a failure here must not keep a person from deleting. */
  const note = async (contentType: string, entry: string | null): Promise<void> => {
    const now = (): void => begin(contentType, entry);
    if (database.inTransaction()) await database.transaction(async (_trx, { onCommit }) => onCommit(now));
    else now();
  };

  /** Step by step on the index: a list of the distinct ones would read all of it. */
  const typesOfThreads = async (): Promise<string[]> => {
    const types: string[] = [];
    for (;;) {
      const next: { content_type: string } | undefined = await database.read((trx) => {
        const rows = trx(threads()).orderBy('content_type').first('content_type');
        return types.length === 0 ? rows : rows.where('content_type', '>', types.at(-1) ?? '');
      });
      if (!next) return types;
      types.push(next.content_type);
    }
  };

  return {
    watch() {
      const isOfSite = new Set(ofSite());
      const noteIf = async ({ model: { uid } }: LifecycleEvent, entry: string | null): Promise<void> => {
        if (isOfSite.has(uid)) await note(uid, entry);
      };
      strapi.db.lifecycles.subscribe({
        afterDelete: (event: LifecycleEvent) => noteIf(event, documentIdOf(event.result)),
        // Strapi does not say which rows these were.
        afterDeleteMany: (event: LifecycleEvent) => noteIf(event, null),
        // A new entry gets its documentId from the database layer: one that brings it may have been there before.
        async afterCreate(event: LifecycleEvent) {
          const documentId = documentIdOf(event.params.data);
          if (documentId !== null) await noteIf(event, documentId);
        },
        async afterCreateMany(event: LifecycleEvent) {
          const { data } = event.params;
          for (const documentId of Array.isArray(data) ? data.map(documentIdOf) : []) {
            if (documentId !== null) await noteIf(event, documentId);
          }
        },
      });
    },

    async sweep(signal) {
      const known = ofSite();
      for (const contentType of known) await settleAll(contentType, signal);
      if (signal.aborted) return;
      const now = new Date(await database.time());
      for (const contentType of await typesOfThreads()) {
        if (known.includes(contentType)) continue;
        await database.transaction((trx) =>
          trx(threads())
            .where({ content_type: contentType })
            .whereNull('archived_at')
            .update({ archived_at: now, updated_at: now })
        );
      }
    },

    async idle() {
      while (work) await work;
    },
  };
};
