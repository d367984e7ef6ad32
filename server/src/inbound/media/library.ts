import type { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { sanitize } from '@strapi/utils';
import { PLUGIN_ID } from '../../constants';
import { messageOf } from '../../errors';

/** What is used of Strapi's Media Library: its own service, below its controllers. */

const FILE = 'plugin::upload.file';
const FOLDER = 'plugin::upload.folder';
const FOLDER_NAME = 'Mail';
/** Where the folder is remembered: a site may have one of its own by that name, and people rename folders. */
const FOLDER_KEY = 'media-folder';

export interface LibraryFile {
  id: number;
  url: string;
}

export interface LibraryFolder {
  id: number;
  documentId: string;
  /** As files of the folder carry it in `folderPath`. */
  path: string;
}

export interface FileToStore {
  name: string;
  type: string;
  /** Bytes. */
  size: number;
}

/** What the Media Library will keep of a file whose bytes the provider has. */
export type StoredFile = Record<string, unknown> & { name: string };

interface UploadService {
  formatFileInfo(
    file: { filename: string; type: string; size: number },
    info: { name: string }
  ): Promise<StoredFile>;
  upload(request: {
    data: { fileInfo: { name: string; folder: number } };
    files: {
      filepath: string;
      originalFilename: string;
      mimetype: string;
      detectedMimeType: string;
      size: number;
    };
  }): Promise<LibraryFile[]>;
  remove(file: object): Promise<unknown>;
}

interface ProviderService {
  checkFileSize(file: StoredFile): Promise<void>;
  /** Leaves `url` in the file, and whatever else the provider knows of it. */
  upload(file: StoredFile & { getStream(): Readable }): Promise<void>;
}

interface FolderService {
  create(folder: { name: string; parent: null }): Promise<LibraryFolder>;
}

/** The Media Library, as far as copies of attachments need it. */
export interface Library {
  /** Our folder, *Mail* at the top; null when it was never made, or was deleted. */
  findFolder(): Promise<LibraryFolder | null>;
  createFolder(): Promise<LibraryFolder>;
  find(fileId: number): Promise<LibraryFile | null>;
  /** Uploads a picture through the site's provider, in all its sizes. */
  uploadPicture(file: FileToStore & { filePath: string }, folder: LibraryFolder): Promise<LibraryFile>;
  /**
   * The first half of an upload, for what is no picture: hands the bytes to the site's provider, within its limits. The
   * second is `add`. Strapi's own upload does both at once and commits twice for each file; so does it write a temporary
   * file, for sizes of pictures alone.
   */
  store(file: FileToStore & { open(): Readable }, folder: LibraryFolder): Promise<StoredFile>;
  /** Makes a stored file one of the library, within the transaction of the caller. */
  add(file: StoredFile): Promise<LibraryFile>;
  /** Tells the site of an added file (`media.create`), after the commit. */
  announce(file: LibraryFile): Promise<void>;
  /** Takes the bytes of a file back that was never added. What goes wrong is logged alone. */
  discard(file: StoredFile): Promise<void>;
  /** Removes the file with its formats from provider and database. */
  remove(fileId: number): Promise<void>;
  /** Ids of the folder's files that no admin user uploaded, older than `before`, beyond `afterId`, ascending. */
  listOld(folder: LibraryFolder, before: Date, afterId: number, limit: number): Promise<number[]>;
  /** Those of the files that some entry uses. */
  inUse(fileIds: readonly number[]): Promise<Set<number>>;
}

interface JoinTable {
  name: string;
  joinColumn: { name: string };
}

/** @see Library */
export const createLibrary = ({ strapi }: { strapi: Core.Strapi }): Library => {
  const uploads = (): UploadService => strapi.plugin('upload').service('upload');
  const providerService = (): ProviderService => strapi.plugin('upload').service('provider');
  const provider = (): { delete(file: StoredFile): Promise<unknown> } => strapi.plugin('upload').provider;
  const folders = (): FolderService => strapi.plugin('upload').service('folder');
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: FOLDER_KEY });

  const freeName = async (): Promise<string> => {
    for (let number = 0; ; number += 1) {
      const name = number === 0 ? FOLDER_NAME : `${FOLDER_NAME} (${number})`;
      if ((await strapi.db.query(FOLDER).count({ where: { name, parent: null } })) === 0) return name;
    }
  };

  return {
    async findFolder() {
      const documentId: unknown = await store.get({});
      return typeof documentId === 'string'
        ? strapi.db.query(FOLDER).findOne({ where: { documentId } })
        : null;
    },

    async createFolder() {
      const folder = await folders().create({ name: await freeName(), parent: null });
      await store.set({ value: folder.documentId });
      return folder;
    },

    find: (fileId) => strapi.db.query(FILE).findOne({ where: { id: fileId }, select: ['id', 'url'] }),

    async uploadPicture({ filePath, name, type, size }, folder) {
      const [uploaded] = await uploads().upload({
        data: { fileInfo: { name, folder: folder.id } },
        files: {
          filepath: filePath,
          originalFilename: name,
          mimetype: type,
          detectedMimeType: type,
          size,
        },
      });
      if (!uploaded) throw new Error(`The Media Library took "${name}" but gave no file back.`);
      return uploaded;
    },

    async store({ name, type, size, open }, folder) {
      // Told of the folder, it would ask the database for the path of each file.
      const inNone = await uploads().formatFileInfo({ filename: name, type, size }, { name });
      const file = { ...inNone, folder: folder.id, folderPath: folder.path };
      await providerService().checkFileSize(file);
      const handed = { ...file, getStream: open };
      await providerService().upload(handed);
      const { getStream: _getStream, ...stored } = handed;
      return { ...stored, provider: strapi.config.get('plugin::upload.provider') };
    },

    add: (file) => strapi.db.query(FILE).create({ data: file }),

    async announce(file) {
      const schema = strapi.getModel(FILE);
      const options = { schema, getModel: (uid: string) => strapi.getModel(uid as typeof FILE) };
      const media = await sanitize.sanitizers.defaultSanitizeOutput(options, { ...file });
      await strapi.eventHub.emit('media.create', { media });
    },

    async discard(file) {
      try {
        await provider().delete(file);
      } catch (error) {
        const problem = `could not be taken back from the upload provider: ${messageOf(error)}`;
        strapi.log.warn(`[mail-gateway] "${file.name}", which no entry uses, ${problem}`);
      }
    },

    async remove(fileId) {
      const file: object | null = await strapi.db.query(FILE).findOne({ where: { id: fileId } });
      if (file) await uploads().remove(file);
    },

    async listOld(folder, before, afterId, limit) {
      const files: { id: number }[] = await strapi.db.query(FILE).findMany({
        select: ['id'],
        where: {
          folderPath: folder.path,
          createdAt: { $lt: before },
          createdBy: { id: { $null: true } },
          id: { $gt: afterId },
        },
        orderBy: { id: 'asc' },
        limit,
      });
      return files.map(({ id }) => id);
    },

    async inUse(fileIds) {
      // Strapi's types do not describe join tables; every morph relation has one.
      const related = strapi.db.metadata.get(FILE).attributes.related as unknown as { joinTable: JoinTable };
      const { name, joinColumn } = related.joinTable;
      const rows: Record<string, unknown>[] = await strapi.db
        .connection(name)
        .whereIn(joinColumn.name, [...fileIds])
        .distinct(joinColumn.name);
      return new Set(rows.map((row) => Number(row[joinColumn.name])));
    },
  };
};
