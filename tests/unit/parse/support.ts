import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parseMail, type ParseLimits } from '../../../server/src/parse';
import type { ParsedMail } from '../../../server/src/mail';
import type { ChunkStore } from '../../../server/src/storage';

/** A chunk store that keeps everything at hand. */
export const createMemoryStore = (): ChunkStore & { stored: Map<string, Buffer> } => {
  const stored = new Map<string, Buffer>();
  return {
    stored,
    async write(owner, source) {
      const pieces: Buffer[] = [];
      for await (const piece of source) pieces.push(piece as Buffer);
      const whole = Buffer.concat(pieces);
      stored.set(owner, whole);
      return { size: whole.length, digest: '' };
    },
    read: (owner) => Readable.from([stored.get(owner) ?? Buffer.alloc(0)]),
    async remove(owner) {
      stored.delete(owner);
    },
  };
};

/** The bytes in pieces of the given sizes, over and over. */
export const inPieces = function* (bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
};

export interface ParseSetting {
  limits?: Partial<ParseLimits>;
  sizes?: readonly number[];
  chunks?: ChunkStore;
}

export const parse = async (raw: string | Buffer, setting: ParseSetting = {}): Promise<ParsedMail> => {
  const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw;
  let owners = 0;
  return parseMail(Readable.from(inPieces(bytes, setting.sizes ?? [bytes.length]), { objectMode: false }), {
    chunks: setting.chunks ?? createMemoryStore(),
    newOwner: () => `owner-${(owners += 1)}`,
    limits: setting.limits,
  });
};

/** Lines as a mail has them. */
export const mail = (...lines: readonly string[]): string => lines.join('\r\n');

/** Text with Latin-1 characters as the bytes that they stand for. */
export const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const corpusRoot =
  process.env.MAIL_GATEWAY_CORPUS ?? path.resolve(import.meta.dirname, '../../../../shared/corpus');

/** Real mails beside the project, where they are present; `found` is false elsewhere. */
export const corpus = (
  folder: 'messages' | 'bounces'
): { found: boolean; root: string; files: string[]; read(file: string): Buffer } => {
  const root = path.join(corpusRoot, folder);
  const found = existsSync(root);
  return {
    found,
    root,
    files: found ? readdirSync(root).filter((file) => file.endsWith('.eml')) : [],
    read: (file) => readFileSync(path.join(root, file)),
  };
};
