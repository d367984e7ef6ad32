import type { Readable } from 'node:stream';

/** One field of a header block, with the bytes that it stands for. */
export interface RawField {
  /** Lower case. */
  name: string;
  /** Unfolded, trimmed, not decoded; bytes beyond ASCII as Latin-1. */
  value: string;
  bytes: Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Where the header block ends: the position after its empty line, or -1 when that has not come yet. */
const endOfHeader = (bytes: Buffer): number => {
  if (bytes[0] === LF) return 1;
  if (bytes[0] === CR && bytes[1] === LF) return 2;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
};

/**
 * Takes the header block, with its empty line, off the front of a mail.
 * @param limit bytes; of a longer header block null is returned and the rest is left unread.
 * @returns the header block and the chunks of the body, in order.
 */
export const takeHeader = async (
  source: AsyncIterator<Buffer>,
  limit: number
): Promise<{ header: Buffer; firstOfBody: Buffer } | null> => {
  let held: Buffer = Buffer.alloc(0);
  for (;;) {
    const { done, value } = await source.next();
    if (!done) held = held.length === 0 ? value : Buffer.concat([held, value]);
    const end = done ? held.length : endOfHeader(held);
    if (end > limit || (end === -1 && held.length > limit)) return null;
    if (end !== -1) return { header: held.subarray(0, end), firstOfBody: held.subarray(end) };
  }
};

/** The chunks of a mail, whether it comes as a stream or whole. */
export async function* chunksOf(raw: Readable | Buffer): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(raw)) {
    yield raw;
    return;
  }
  // A Readable iterates as `any`: it is a stream of bytes unless someone gave it an encoding.
  for await (const chunk of raw as AsyncIterable<Buffer | string>) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
}

/**
 * The fields of a header block, topmost first. A line that neither opens a field nor is folded stands alone, without a
 * name: taken as part of the field above it, a sender could write into a field of the receiving server.
 */
export const fieldsOf = (header: Buffer): RawField[] => {
  const fields: { name: string; lines: Buffer[] }[] = [];
  for (let start = 0; start < header.length;) {
    const newline = header.indexOf(LF, start);
    const end = newline === -1 ? header.length : newline + 1;
    const line = header.subarray(start, end);
    start = end;
    const name = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(line.toString('latin1'))?.[1];
    const last = fields.at(-1);
    const folded = line[0] === SPACE || line[0] === TAB;
    if (last && folded) last.lines.push(line);
    else fields.push({ name: name?.toLowerCase() ?? '', lines: [line] });
  }
  return fields.map(({ name, lines }) => {
    const bytes = Buffer.concat(lines);
    const text = bytes.toString('latin1');
    return {
      name,
      bytes,
      value: text
        .slice(text.indexOf(':') + 1)
        .replace(/\s*\r?\n\s*/g, ' ')
        .trim(),
    };
  });
};
