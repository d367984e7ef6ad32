import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore } from '../../storage';

/** Writes an attachment to a file of the system's temporary folder, lends it to `work` and removes it again. */
export const withTemporaryFile = async <T>(
  { content }: ParsedAttachment,
  chunks: Pick<ChunkStore, 'read'>,
  work: (filePath: string) => Promise<T>
): Promise<T> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mail-gateway-part-'));
  try {
    const filePath = path.join(folder, 'attachment');
    const mode = 0o600;
    if (content.kind === 'memory') await writeFile(filePath, content.bytes, { mode });
    else await pipeline(chunks.read(content.owner), createWriteStream(filePath, { mode }));
    return await work(filePath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The first bytes of an attachment that lies in a file, `length` at most. */
export const startOf = async (
  { content }: ParsedAttachment,
  filePath: string,
  length: number
): Promise<Buffer> => {
  if (content.kind === 'memory') return content.bytes.subarray(0, length);
  const file = await open(filePath, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};
