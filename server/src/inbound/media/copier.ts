import type { Readable } from 'node:stream';
import { messageOf } from '../../errors';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore } from '../../storage';
import { SNIFFED_BYTES } from './active-content';
import { openContent, startOf } from './content';
import type { CopyKey, CopyLedger } from './copy-ledger';
import { cleanFileName } from './file-name';
import { extensionFor, judgeFile, type UploadSecurity } from './judge-file';
import type { Library, LibraryFile, LibraryFolder, StoredFile } from './library';
import { withTemporaryFile } from './temporary-file';

/** What became of one attachment. */
export type Copy = { file: LibraryFile } | { refused: string };

/** Copies single attachments into the Media Library. */
export interface Copier {
  /**
   * Finds the copy that an earlier delivery made, or hands the bytes over.
   * @returns the rest of the work: it notes the copy, together with others that are noted at the same time.
   */
  begin(key: CopyKey, attachment: ParsedAttachment): Promise<() => Promise<Copy>>;
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

/**
 * How long the folder is known without looking: for the files of one set of mails. Should somebody delete it right then,
 * the database refuses the file, and the delivery is repeated.
 */
const FOLDER_MS = 1000;

/** What is left to do of a copy. */
type Rest = () => Promise<Copy>;

const refusal =
  (refused: string): Rest =>
  () =>
    Promise.resolve({ refused });

/** @see Copier */
export const createCopier = ({
  library,
  ledger,
  chunks,
  security,
}: {
  library: Library;
  ledger: CopyLedger;
  chunks: Pick<ChunkStore, 'read'>;
  security(): UploadSecurity;
}): Copier => {
  const findOrMakeFolder = async (): Promise<LibraryFolder> => {
    const found = await library.findFolder();
    if (found) return found;
    return ledger.alone(
      'media folder',
      async () => (await library.findFolder()) ?? (await library.createFolder())
    );
  };

  let known: { folder: Promise<LibraryFolder>; until: number } | null = null;

  const ensureFolder = (): Promise<LibraryFolder> => {
    const now = performance.now();
    if (known && now < known.until) return known.folder;
    const folder = findOrMakeFolder();
    known = { folder, until: now + FOLDER_MS };
    folder.catch(() => (known = null));
    return folder;
  };

  const earlier = async (key: CopyKey): Promise<LibraryFile | null> => {
    const fileId = await ledger.reuse(key);
    const file = fileId === null ? null : await library.find(fileId);
    if (fileId !== null && !file) await ledger.forget(key);
    return file;
  };

  /** Another process was first: its copy counts. */
  const theirs = async (fileId: number): Promise<Copy> => {
    const file = await library.find(fileId);
    if (file) return { file };
    throw new Error('A copy in the Media Library was removed while it was to be used.');
  };

  const keepUploaded = async (key: CopyKey, file: LibraryFile): Promise<Copy> => {
    const kept = await ledger.keep(key, () => Promise.resolve(file));
    if ('mine' in kept) return { file };
    await library.remove(file.id);
    return theirs(kept.theirs);
  };

  const keepStored = async (key: CopyKey, stored: StoredFile): Promise<Copy> => {
    const kept = await ledger
      .keep(key, () => library.add(stored))
      .catch(async (error: unknown) => {
        await library.discard(stored);
        throw error;
      });
    if ('mine' in kept) {
      await library.announce(kept.mine);
      return { file: kept.mine };
    }
    await library.discard(stored);
    return theirs(kept.theirs);
  };

  const upload = async (key: CopyKey, attachment: ParsedAttachment): Promise<Rest> => {
    const { fileName, contentType: declaredType, size } = attachment;
    const start = await startOf(attachment, chunks, SNIFFED_BYTES);
    const detectedType = await detectType(start);
    const verdict = judgeFile({ fileName, declaredType, detectedType, start }, security());
    if (!verdict.allowed) return refusal(verdict.reason);
    const file = { name: cleanFileName(fileName, extensionFor(verdict.type)), type: verdict.type, size };
    const open = (): Readable => openContent(attachment, chunks);
    const folder = await ensureFolder();
    try {
      if (file.type.startsWith('image/')) {
        const uploaded = await withTemporaryFile(open(), (filePath) =>
          library.uploadPicture({ ...file, filePath }, folder)
        );
        return () => keepUploaded(key, uploaded);
      }
      const stored = await library.store({ ...file, open }, folder);
      return () => keepStored(key, stored);
    } catch (error) {
      if (isRefusal(error)) return refusal(messageOf(error));
      throw error;
    }
  };

  return {
    async begin(key, attachment) {
      const file = await earlier(key);
      return file ? () => Promise.resolve({ file }) : upload(key, attachment);
    },
  };
};
