import type { Core } from '@strapi/strapi';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore, Database, Writer } from '../../storage';
import type { MediaWish } from '../mapping';
import { createCopier, type Copy } from './copier';
import { createCopyLedger } from './copy-ledger';
import type { UploadSecurity } from './judge-file';
import { createLibrary, type LibraryFile } from './library';
import { sweepCopies } from './sweep';

/** Copies of attachments in the Media Library, for entries whose alias maps them to media attributes. */
export interface MediaCopies {
  /**
   * Copies what the mapping wishes, before the transaction that makes the entry. A repeat with the same effect finds
   * the copies of the first time. A file that is refused is a note; the message keeps it as a private attachment.
   * @param request.uploaded awaited after the uploads and before the copies are noted, also where there is none.
   * @throws what the provider or the database throws: the delivery may succeed on another day.
   */
  copy(request: {
    effectKey: string;
    wanted: readonly MediaWish[];
    attachments: readonly ParsedAttachment[];
    uploaded(): Promise<void>;
  }): Promise<CopiedMedia>;
  /**
   * Removes copies that no delivery came to use: in the folder *Mail*, uploaded by no admin user, an hour old, related to
   * nothing, their effect never completed. @returns how many files.
   */
  sweepMediaCopies(signal?: AbortSignal): Promise<number>;
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
  writer,
  chunks,
}: {
  strapi: Core.Strapi;
  database: Database;
  writer: Writer;
  chunks: Pick<ChunkStore, 'read'>;
}): MediaCopies => {
  const ledger = createCopyLedger({ database, writer });
  const library = createLibrary({ strapi });

  const copier = createCopier({
    library,
    ledger,
    chunks,
    security: () => strapi.config.get<UploadSecurity | null>(['plugin::upload', 'security'], null) ?? {},
  });

  return {
    async copy({ effectKey, wanted, attachments, uploaded }) {
      const result: CopiedMedia = { values: {}, images: new Map(), notes: [] };
      const files = new Map<number, LibraryFile>();
      const indexes = new Set(wanted.flatMap((wish) => wish.attachmentIndexes));
      const begun: { attachment: ParsedAttachment; end: () => Promise<Copy> }[] = [];
      for (const attachment of attachments) {
        if (!indexes.has(attachment.index)) continue;
        const key = { effectKey, digest: attachment.digest, part: attachment.index };
        begun.push({ attachment, end: await copier.begin(key, attachment) });
      }
      await uploaded();
      for (const { attachment, end } of begun) {
        const copy = await end();
        if ('file' in copy) {
          files.set(attachment.index, copy.file);
          if (attachment.contentId !== null) result.images.set(attachment.contentId, copy.file.url);
        } else {
          const name = attachment.fileName ?? `attachment ${attachment.index + 1}`;
          result.notes.push(`"${name}" stays in the message alone: ${copy.refused}.`);
        }
      }
      for (const { attribute, attachmentIndexes, multiple } of wanted) {
        const ids = attachmentIndexes.flatMap((index) => files.get(index)?.id ?? []);
        if (multiple) result.values[attribute] = ids;
        else if (ids[0] !== undefined) result.values[attribute] = ids[0];
      }
      return result;
    },

    sweepMediaCopies: (signal) => sweepCopies({ library, ledger, now: database.now }, signal),
  };
};
