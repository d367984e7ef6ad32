import type { Core } from '@strapi/strapi';
import { messageOf } from '../../errors';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore, Database, Writer } from '../../storage';
import type { MediaWish } from '../mapping';
import { SNIFFED_BYTES } from './active-content';
import { createCopyLedger, type CopyKey } from './copy-ledger';
import { cleanFileName } from './file-name';
import { extensionFor, judgeFile, type UploadSecurity } from './judge-file';
import { createLibrary, type LibraryFile, type LibraryFolder } from './library';
import { sweepCopies } from './sweep';
import { startOf, withTemporaryFile } from './temporary-file';

/** Copies of attachments in the Media Library, for entries whose alias maps them to media attributes. */
export interface MediaCopies {
  /**
   * Copies what the mapping wishes, before the transaction that makes the entry. A repeat with the same effect finds
   * the copies of the first time. A file that is refused is a note; the message keeps it as a private attachment.
   * @param request.uploading called when there is something to be looked up or uploaded, before that.
   * @param request.uploaded awaited after the uploads and before the copies are noted, also where there is none.
   * @throws what the provider or the database throws: the delivery may succeed on another day.
   */
  copy(request: {
    effectKey: string;
    wanted: readonly MediaWish[];
    attachments: readonly ParsedAttachment[];
    uploading(): void;
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

/** By these the Media Library says that it does not want this file; anything else is its own trouble. */
const REFUSALS = new Set(['ApplicationError', 'PayloadTooLargeError', 'ValidationError']);

const isRefusal = (error: unknown): error is Error => error instanceof Error && REFUSALS.has(error.name);

const detectType = async (start: Buffer): Promise<string | null> => {
  const { fileTypeFromBuffer } = await import('file-type');
  // A damaged archive or picture makes the detector throw; its name and declaration remain.
  return fileTypeFromBuffer(start).then(
    (found) => found?.mime ?? null,
    () => null
  );
};

type Copy = { file: LibraryFile } | { refused: string };
type Found = { file: LibraryFile; isNew: boolean } | { refused: string };

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

  const security = (): UploadSecurity =>
    strapi.config.get<UploadSecurity | null>(['plugin::upload', 'security'], null) ?? {};

  const ensureFolder = async (): Promise<LibraryFolder> => {
    const found = await library.findFolder();
    if (found) return found;
    return ledger.alone(
      'media folder',
      async () => (await library.findFolder()) ?? (await library.createFolder())
    );
  };

  const upload = (attachment: ParsedAttachment): Promise<Copy> =>
    withTemporaryFile(attachment, chunks, async (filePath) => {
      const { fileName, contentType: declaredType, size } = attachment;
      const start = await startOf(attachment, filePath, SNIFFED_BYTES);
      const detectedType = await detectType(start);
      const verdict = judgeFile({ fileName, declaredType, detectedType, start }, security());
      if (!verdict.allowed) return { refused: verdict.reason };
      const name = cleanFileName(fileName, extensionFor(verdict.type));
      try {
        const folder = await ensureFolder();
        return { file: await library.upload({ filePath, name, type: verdict.type, size }, folder) };
      } catch (error) {
        if (isRefusal(error)) return { refused: messageOf(error) };
        throw error;
      }
    });

  const earlier = async (key: CopyKey): Promise<LibraryFile | null> => {
    const fileId = await ledger.reuse(key);
    const file = fileId === null ? null : await library.find(fileId);
    if (fileId !== null && !file) await ledger.forget(key);
    return file;
  };

  /** The copy that is there already, or an upload that is still to be noted. */
  const find = async (key: CopyKey, attachment: ParsedAttachment): Promise<Found> => {
    const known = await earlier(key);
    if (known) return { file: known, isNew: false };
    const copy = await upload(attachment);
    return 'refused' in copy ? copy : { ...copy, isNew: true };
  };

  const note = async (key: CopyKey, found: Found): Promise<Copy> => {
    if ('refused' in found || !found.isNew) return found;
    const kept = await ledger.keep(key, found.file.id);
    if (kept === found.file.id) return found;
    await library.remove(found.file.id);
    return { file: (await library.find(kept)) ?? found.file };
  };

  return {
    async copy({ effectKey, wanted, attachments, uploading, uploaded }) {
      const result: CopiedMedia = { values: {}, images: new Map(), notes: [] };
      const files = new Map<number, LibraryFile>();
      const indexes = new Set(wanted.flatMap((wish) => wish.attachmentIndexes));
      const found: { attachment: ParsedAttachment; key: CopyKey; found: Found }[] = [];
      for (const attachment of attachments) {
        if (!indexes.has(attachment.index)) continue;
        uploading();
        const key = { effectKey, digest: attachment.digest, part: attachment.index };
        found.push({ attachment, key, found: await find(key, attachment) });
      }
      await uploaded();
      for (const { attachment, key, found: one } of found) {
        const copy = await note(key, one);
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
