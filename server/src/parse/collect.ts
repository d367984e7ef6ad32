import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PartContent } from '../mail';
import type { ChunkStore } from '../storage';
import type { Budget } from './budget';
import { createTextDigest, type TextDigest } from './text-digest';

/** Longest start of an attachment that stays at hand when the rest goes to the chunk store. */
const HEAD_BYTES = 64 * 1024;

export interface CollectedBody {
  bytes: Buffer;
  /** There was more than the limit. */
  cut: boolean;
  /** Digest of all of it, when it was too long to be decoded as one; null otherwise. */
  longDigest: string | null;
}

export interface CollectedAttachment {
  content: PartContent;
  size: number;
  /** SHA-256 of the bytes. */
  digest: string;
  /** The first bytes: all of them where the content is in memory. */
  head: Buffer;
  /** Digest of the bytes as text, when they went to the store; null otherwise. */
  longTextDigest: string | null;
}

/** Not inside a UTF-8 character: continuation bytes at the end go, with the byte that began them. */
const cutAtCharacter = (bytes: Buffer, limit: number): Buffer => {
  let end = limit;
  while (end > 0 && end > limit - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

/**
 * Reads by events until the end or until `take` says that it has enough; then the stream is paused. Several times faster
 * than an async iterator for the many small parts that mail is made of.
 * @returns whether the end was reached.
 */
const readWhile = (content: Readable, take: (piece: Buffer) => boolean): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      content.off('data', onData).off('end', onEnd).off('error', onError);
    };
    const onData = (piece: Buffer): void => {
      if (take(piece)) return;
      content.pause();
      done();
      resolve(false);
    };
    const onEnd = (): void => {
      done();
      resolve(true);
    };
    const onError = (error: Error): void => {
      done();
      reject(error);
    };
    content.on('error', onError).on('end', onEnd).on('data', onData);
  });

/** Reads a text body to its end and keeps the first `limit` bytes. */
export const collectBody = async (content: Readable, limit: number): Promise<CollectedBody> => {
  const kept: Buffer[] = [];
  let size = 0;
  let digest: TextDigest | null = null;
  await readWhile(content, (piece) => {
    if (size <= limit) kept.push(piece);
    size += piece.length;
    if (digest) digest.update(piece);
    else if (size > limit) {
      digest = createTextDigest();
      for (const part of kept) digest.update(part);
    }
    return true;
  });
  const bytes = Buffer.concat(kept);
  // The compiler does not see that the callback has set it.
  const long = digest as TextDigest | null;
  return {
    bytes: size > limit ? cutAtCharacter(bytes, limit) : bytes,
    cut: size > limit,
    longDigest: long?.digest() ?? null,
  };
};

/**
 * Reads an attachment to its end: into memory up to `memory` bytes, else into the chunk store, so that memory does not
 * grow with the mail.
 */
export const collectAttachment = async (
  content: Readable,
  {
    memory,
    asText,
    chunks,
    newOwner,
    budget,
  }: {
    memory: number;
    /** Whether copies may differ in line ends, so that a text digest is wanted too. */
    asText: boolean;
    chunks: ChunkStore;
    newOwner: () => string;
    budget: Budget;
  }
): Promise<CollectedAttachment> => {
  const hash = createHash('sha256');
  const textDigest = asText ? createTextDigest() : null;
  const pieces: Buffer[] = [];
  let size = 0;

  const ended = await readWhile(content, (piece) => {
    hash.update(piece);
    size += piece.length;
    pieces.push(piece);
    return size <= memory;
  });
  const begin = Buffer.concat(pieces);
  if (ended && size <= memory) {
    const digest = hash.digest('hex');
    return { content: { kind: 'memory', bytes: begin }, size, digest, head: begin, longTextDigest: null };
  }

  const owner = newOwner();
  const rest = async function* (): AsyncGenerator<Buffer> {
    budget.pause();
    textDigest?.update(begin);
    yield begin;
    budget.resume();
    for await (const piece of content as AsyncIterable<Buffer>) {
      hash.update(piece);
      textDigest?.update(piece);
      size += piece.length;
      budget.pause();
      yield piece;
      budget.resume();
    }
    budget.pause();
  };
  try {
    await chunks.write(owner, rest());
  } finally {
    budget.resume();
  }
  return {
    content: { kind: 'stored', owner },
    size,
    digest: hash.digest('hex'),
    head: Buffer.from(begin.subarray(0, HEAD_BYTES)),
    longTextDigest: textDigest?.digest() ?? null,
  };
};
