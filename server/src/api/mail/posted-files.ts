import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { z } from 'zod';
import { FILE_COUNT_LIMIT, FILES_SIZE_LIMIT } from '../../../../contracts';
import { GatewayError } from '../../errors';
import { cleanText } from '../../mail';
import { newDocumentId } from '../../storage';
import type { NewAttachment } from '../../threads';

/** A file of a form, as koa-body leaves it on disk. Strapi removes it after the answer, if it came in the field `files`. */
const formFile = z.object({
  filepath: z.string(),
  originalFilename: z.string().nullable(),
  mimetype: z.string().nullable(),
  size: z.number(),
});

const formFiles = z.object({ files: z.union([formFile, z.array(formFile)]).optional() });

const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

const nameOf = (name: string | null): string =>
  posix.basename(cleanText(name ?? '').replaceAll('\\', '/')) || 'file';

const sizeOf = (files: readonly { size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);

/**
 * The files of a posted message.
 * @param files as koa-body says.
 * @throws GatewayError `too_many_files`, `files_too_large`
 */
export const readPostedFiles = async (files: unknown): Promise<NewAttachment[]> => {
  const found = [formFiles.parse(files ?? {}).files ?? []].flat();
  if (found.length > FILE_COUNT_LIMIT) {
    const message = `A message has at most ${FILE_COUNT_LIMIT} files.`;
    throw new GatewayError('too_many_files', message, 422, { values: { limit: FILE_COUNT_LIMIT } });
  }
  if (sizeOf(found) > FILES_SIZE_LIMIT) {
    const megabytes = FILES_SIZE_LIMIT / 1_000_000;
    const message = `The files of a message have at most ${megabytes} MB together: many mail servers take no more.`;
    throw new GatewayError('files_too_large', message, 413, { values: { megabytes } });
  }
  return Promise.all(
    found.map(async ({ filepath, originalFilename, mimetype }): Promise<NewAttachment> => {
      const bytes = await readFile(filepath);
      return {
        documentId: newDocumentId(),
        name: nameOf(originalFilename),
        contentType: MEDIA_TYPE.test(mimetype ?? '') ? String(mimetype) : 'application/octet-stream',
        size: bytes.length,
        digest: createHash('sha256').update(bytes).digest('hex'),
        contentId: null,
        disposition: 'attachment',
        content: { kind: 'memory', bytes },
      };
    })
  );
};
