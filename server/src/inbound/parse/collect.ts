import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PartContent } from '../../mail';
import type { ChunkStore } from '../../storage';
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
  while (end > 0 && end > limit - 4 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

/** Reads a text body to its end and keeps the first `limit` bytes. */
export const collectBody = async (content: Readable, limit: number): Promise<CollectedBody> => {
  const kept: Buffer[] = [];
  let size = 0;
  let digest: TextDigest | null = null;
  for await (const piece of content as AsyncIterable<Buffer>) {
    const before = size;
    size += piece.length;
    if (before <= limit) kept.push(piece);
    if (size <= limit) continue;
    if (digest) digest.update(piece);
    else {
      digest = createTextDigest();
      for (const part of kept) digest.update(part);
    }
  }
  const bytes = Buffer.concat(kept);
  return {
    bytes: size > limit ? cutAtCharacter(bytes, limit) : bytes,
    cut: size > limit,
    longDigest: digest?.digest() ?? null,
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
  const source = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();

  const next = async (): Promise<Buffer | null> => {
    const { value, done } = await source.next();
    if (done) return null;
    hash.update(value);
    size += value.length;
    return value;
  };

  for (let piece = await next(); piece; piece = await next()) {
    pieces.push(piece);
    if (size > memory) break;
  }
  if (size <= memory) {
    const bytes = Buffer.concat(pieces);
    const digest = hash.digest('hex');
    return { content: { kind: 'memory', bytes }, size, digest, head: bytes, longTextDigest: null };
  }

  const begin = Buffer.concat(pieces);
  const owner = newOwner();
  const rest = async function* (): AsyncGenerator<Buffer> {
    for (let piece: Buffer | null = begin; piece; piece = await next()) {
      textDigest?.update(piece);
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
