import type { Core } from '@strapi/strapi';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore, Database } from '../../storage';
import type { MediaWish } from '../mapping';
import { createCopier, type BegunCopy } from './copier';
import { createCopyLedger } from './copy-ledger';
import type { UploadSecurity } from './judge-file';
import { createLibrary, type LibraryFile } from './library';
import { sweepCopies } from './sweep';

/** Copies of attachments in the Media Library, for entries whose alias maps them to media attributes. */
export interface MediaCopies {
  /**
   * Uploads what the mapping wishes, before the transaction that makes the entry. A repeat with the same effect finds
   * the copies of the first time. A file that is refused is a note; the message keeps it as a private attachment.
   * @throws what the provider or the database throws: the delivery may succeed on another day.
   */
  begin(request: {
    effectKey: string;
    wanted: readonly MediaWish[];
    attachments: readonly ParsedAttachment[];
  }): Promise<BegunCopies>;
  /**
   * Removes copies that no delivery came to use: in the folder *Mail*, uploaded by no admin user, an hour old, related to
   * nothing, their effect never completed. @returns how many files.
   */
  sweepMediaCopies(signal?: AbortSignal): Promise<number>;
}

export interface BegunCopies {
  /** Makes them files of the library, within the transaction that makes the entry. May run again. */
  keep(): Promise<CopiedMedia>;
  /**
   * To be called once, in the end.
   * @param used whether a transaction with `keep` was committed; `null` where nobody knows.
   */
  end(used: boolean | null): Promise<void>;
}

export interface CopiedMedia {
  /** Values for the media attributes: file id, or a list of them. */
  values: Record<string, number | number[]>;
  /** Content-ID → URL of the copy, for pictures in the text (`placeImages`). */
  images: Map<string, string>;
  /** A sentence for each file that was refused. */
  notes: string[];
}

/** @see MediaCopies */
export const createMediaCopies = ({
  strapi,
  database,
  chunks,
}: {
  strapi: Core.Strapi;
  database: Database;
  chunks: Pick<ChunkStore, 'read'>;
}): MediaCopies => {
  const ledger = createCopyLedger({ database });
  const library = createLibrary({ strapi });

  const copier = createCopier({
    library,
    ledger,
    chunks,
    security: () => strapi.config.get<UploadSecurity | null>(['plugin::upload', 'security'], null) ?? {},
  });

  return {
    async begin({ effectKey, wanted, attachments }) {
      const indexes = new Set(wanted.flatMap((wish) => wish.attachmentIndexes));
      const begun: { attachment: ParsedAttachment; copy: BegunCopy }[] = [];
      const end: BegunCopies['end'] = async (used) => {
        for (const { copy } of begun) await copy.end(used);
      };
      try {
        for (const attachment of attachments) {
          if (!indexes.has(attachment.index)) continue;
          const key = { effectKey, digest: attachment.digest, part: attachment.index };
          begun.push({ attachment, copy: await copier.begin(key, attachment) });
        }
      } catch (error) {
        await end(false);
        throw error;
      }

      return {
        end,

        async keep() {
          const result: CopiedMedia = { values: {}, images: new Map(), notes: [] };
          const files = new Map<number, LibraryFile>();
          for (const { attachment, copy } of begun) {
            const kept = await copy.keep();
            if ('file' in kept) {
              files.set(attachment.index, kept.file);
              if (attachment.contentId !== null) result.images.set(attachment.contentId, kept.file.url);
            } else {
              const name = attachment.fileName ?? `attachment ${attachment.index + 1}`;
              result.notes.push(`"${name}" stays in the message alone: ${kept.refused}.`);
            }
          }
          for (const { attribute, attachmentIndexes, multiple } of wanted) {
            const ids = attachmentIndexes.flatMap((index) => files.get(index)?.id ?? []);
            if (multiple) result.values[attribute] = ids;
            else if (ids[0] !== undefined) result.values[attribute] = ids[0];
          }
          return result;
        },
      };
    },

    sweepMediaCopies: (signal) => sweepCopies({ library, ledger, now: database.now }, signal),
  };
};
