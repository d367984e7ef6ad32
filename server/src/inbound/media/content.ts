import { Readable } from 'node:stream';
import type { ParsedAttachment } from '../../mail';
import type { ChunkStore } from '../../storage';

/** The bytes of an attachment, wherever they are. */
export const openContent = ({ content }: ParsedAttachment, chunks: Pick<ChunkStore, 'read'>): Readable =>
  content.kind === 'memory' ? Readable.from([content.bytes]) : chunks.read(content.owner);

/** The first bytes of an attachment, `length` at most. */
export const startOf = async (
  attachment: ParsedAttachment,
  chunks: Pick<ChunkStore, 'read'>,
  length: number
): Promise<Buffer> => {
  const { content } = attachment;
  if (content.kind === 'memory') return content.bytes.subarray(0, length);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of openContent(attachment, chunks)) {
    const bytes: Buffer = piece;
    pieces.push(bytes);
    size += bytes.length;
    if (size >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
};
