import { createHash } from 'node:crypto';

/** What is read off the raw bytes while they pass. */
export interface RawTap {
  take(bytes: Buffer): void;
  /** The header block, cut at the limit, without the empty line that ends it. */
  header(): Buffer;
  /** The first bytes after the header block, at most as many as the limit. */
  body(): Buffer;
  result(): { size: number; rawDigest: string };
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * The empty line that ends a header block: where it begins and where the body starts; null while there is none.
 * @param seen bytes that were looked at before and held none.
 */
const emptyLine = (bytes: Buffer, seen: number): { end: number; start: number } | null => {
  if (bytes[0] === LF) return { end: 0, start: 1 };
  if (bytes[0] === CR && bytes[1] === LF) return { end: 0, start: 2 };
  for (let at = bytes.indexOf(LF, Math.max(0, seen - 2)); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return { end: at + 1, start: at + 2 };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { end: at + 1, start: at + 3 };
  }
  return null;
};

/**
 * @param headerBytes how much of the header block is kept.
 * @param bodyBytes how much of the body is kept, for a mail whose structure turns out to be none.
 */
export const createRawTap = ({
  headerBytes,
  bodyBytes,
}: {
  headerBytes: number;
  bodyBytes: number;
}): RawTap => {
  const hash = createHash('sha256');
  let size = 0;
  let waiting: Buffer = Buffer.alloc(0);
  let header: Buffer | null = null;
  const body: Buffer[] = [];
  let bodySize = 0;

  const keepBody = (bytes: Buffer): void => {
    if (bodySize >= bodyBytes || bytes.length === 0) return;
    const part = Buffer.from(bytes.subarray(0, bodyBytes - bodySize));
    body.push(part);
    bodySize += part.length;
  };

  const keepHeader = (bytes: Buffer): void => {
    const joined = Buffer.concat([waiting, bytes]);
    const empty = emptyLine(joined, waiting.length);
    waiting = joined;
    if (empty === null && joined.length <= headerBytes) return;
    header = Buffer.from(joined.subarray(0, Math.min(empty?.end ?? headerBytes, headerBytes)));
    waiting = Buffer.alloc(0);
    if (empty) keepBody(joined.subarray(empty.start));
  };

  return {
    take(bytes) {
      hash.update(bytes);
      size += bytes.length;
      if (header === null) keepHeader(bytes);
      else keepBody(bytes);
    },
    header: () => header ?? waiting,
    body: () => Buffer.concat(body),
    result: () => ({ size, rawDigest: hash.digest('hex') }),
  };
};
