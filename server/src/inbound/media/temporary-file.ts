import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes bytes to a file of the system's temporary folder, lends it to `work` and removes it again. */
export const withTemporaryFile = async <T>(
  bytes: Readable,
  work: (filePath: string) => Promise<T>
): Promise<T> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mail-gateway-part-'));
  try {
    const filePath = path.join(folder, 'attachment');
    await pipeline(bytes, createWriteStream(filePath, { mode: 0o600 }));
    return await work(filePath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
