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

/** A copy whose bytes are where they belong. */
export interface BegunCopy {
  /** Makes it a file of the library, within the transaction of the caller, where it is not one yet. May run again. */
  keep(): Promise<Copy>;
  /**
   * To be called once, in the end.
   * @param used whether a transaction with `keep` was committed; `null` where nobody knows. Bytes that are certainly of no
   *   use are taken back.
   */
  end(used: boolean | null): Promise<void>;
}

/** Copies single attachments into the Media Library. */
export interface Copier {
  /** Finds the copy that an earlier delivery made, or hands the bytes to the site's provider. */
  begin(key: CopyKey, attachment: ParsedAttachment): Promise<BegunCopy>;
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

/** Nothing is left to do. */
const settled = (copy: Copy): BegunCopy => ({
  keep: () => Promise.resolve(copy),
  end: () => Promise.resolve(),
});

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

  /** Pictures are files of the library as soon as they are uploaded; what no delivery comes to use is swept. */
  const keepPicture = async (key: CopyKey, file: LibraryFile): Promise<BegunCopy> => {
    const kept = await ledger.keep(key, () => Promise.resolve(file));
    if ('mine' in kept) return settled({ file });
    await library.remove(file.id);
    return settled(await theirs(kept.theirs));
  };

  const storedCopy = (key: CopyKey, stored: StoredFile): BegunCopy => {
    let added: LibraryFile | null = null;
    return {
      async keep() {
        added = null;
        const kept = await ledger.keep(key, () => library.add(stored));
        if ('theirs' in kept) return theirs(kept.theirs);
        added = kept.mine;
        return { file: added };
      },
      async end(used) {
        if (used && added) await library.announce(added);
        else if (used !== null) await library.discard(stored);
      },
    };
  };

  const upload = async (key: CopyKey, attachment: ParsedAttachment): Promise<BegunCopy> => {
    const { fileName, contentType: declaredType, size } = attachment;
    const start = await startOf(attachment, chunks, SNIFFED_BYTES);
    const detectedType = await detectType(start);
    const verdict = judgeFile({ fileName, declaredType, detectedType, start }, security());
    if (!verdict.allowed) return settled({ refused: verdict.reason });
    const file = { name: cleanFileName(fileName, extensionFor(verdict.type)), type: verdict.type, size };
    const open = (): Readable => openContent(attachment, chunks);
    const folder = await ensureFolder();
    try {
      if (file.type.startsWith('image/')) {
        const uploaded = await withTemporaryFile(open(), (filePath) =>
          library.uploadPicture({ ...file, filePath }, folder)
        );
        return await keepPicture(key, uploaded);
      }
      return storedCopy(key, await library.store({ ...file, open }, folder));
    } catch (error) {
      if (isRefusal(error)) return settled({ refused: messageOf(error) });
      throw error;
    }
  };

  return {
    async begin(key, attachment) {
      const file = await earlier(key);
      return file ? settled({ file }) : upload(key, attachment);
    },
  };
};
