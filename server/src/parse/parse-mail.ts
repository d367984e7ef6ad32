import type { Readable } from 'node:stream';
import { cleanText, decodeText, headerValue, type ParsedMail, type ParseWarning } from '../mail';
import type { ChunkStore } from '../storage';
import { joinBodies, type BodyPart } from './bodies';
import { contentKeyOf } from './content-key';
import { ParseFailure } from './failure';
import { readHead, type ReadHead } from './head';
import { createLeafReader, type ReadLeaves } from './leaf-reader';
import { createLeafParser } from './leaves';
import { DEFAULT_LIMITS, type ParseLimits } from './limits';
import { createRawTap, type RawTap } from './raw-tap';
import { reportTypeOf } from './report-parts';
import { digestOfText } from './text-digest';

/** How much is handed to the MIME parser at once. */
const SLICE = 64 * 1024;
/** How much of a body without any readable part becomes the text. */
const LOOSE_BODY = 256 * 1024;

export interface ParseOptions {
  /** Takes the attachments that are too large for memory. */
  chunks: ChunkStore;
  /** A new documentId for each of them. */
  newOwner: () => string;
  /** What its header block says, where that was read before. */
  head?: ReadHead;
  /** Where a mail may need more or less than usual. */
  limits?: Partial<ParseLimits>;
}

const slices = function* (piece: Buffer | string): Generator<Buffer> {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
};

/** Removes the parts of a mail that went to the chunk store: for a mail that becomes no message. */
export const discardParts = async (
  mail: Pick<ParsedMail, 'attachments'>,
  chunks: ChunkStore
): Promise<void> => {
  for (const { content } of mail.attachments) {
    if (content.kind === 'stored') await chunks.remove(content.owner);
  }
};

/** A multipart whose parts nobody finds (wrong boundary, none at all): its body is shown as text rather than lost. */
const looseBody = (tap: RawTap, leaves: ReadLeaves): BodyPart[] => {
  if (leaves.keys.length > 0) return [];
  const { text } = decodeText(tap.body(), null);
  if (text.trim() === '') return [];
  leaves.keys.push({ contentType: 'text/plain', fileName: null, digest: digestOfText(text) });
  return [{ kind: 'text', value: cleanText(text.replace(/\r\n?/g, '\n')), alternative: false }];
};

/**
 * Reads one mail from its raw bytes, streaming: memory does not grow with the mail. It never rejects for what a mail
 * contains: what cannot be read further gives what was read until then, with the warning `unparsable`, and the digest of
 * the raw bytes as its content key.
 * @throws what `raw` or the chunk store throws; parts that were stored until then are removed.
 */
export const parseMail = async (raw: Readable, options: ParseOptions): Promise<ParsedMail> => {
  const { chunks, newOwner } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tap = createRawTap({ headerBytes: limits.headerBytes, bodyBytes: LOOSE_BODY });
  let readAhead: ReadHead | null = options.head ?? null;
  const head = (): ReadHead => (readAhead ??= readHead(tap.header()));
  const leaves: ReadLeaves = {
    bodies: [],
    attachments: [],
    keys: [],
    report: { deliveryStatus: null, feedbackReport: null, originalHeaders: null },
    warnings: new Set(),
  };
  const parser = createLeafParser({
    limits,
    onLeaf: createLeafReader({
      head: () => head().head,
      limits,
      chunks,
      newOwner,
      budget: () => parser.budget,
      into: leaves,
    }),
  });

  const failures: ParseFailure[] = [];
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    if (failures.length > 0) return;
    try {
      await step();
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      failures.push(error);
    }
  };
  try {
    for await (const piece of raw as AsyncIterable<Buffer | string>) {
      for (const bytes of slices(piece)) {
        tap.take(bytes);
        await attempt(() => parser.feed(bytes));
      }
    }
    await attempt(() => parser.finish());
  } catch (error) {
    parser.abandon();
    await discardParts(leaves, chunks).catch(() => undefined);
    throw error;
  }

  const { head: mailHead, warnings } = head();
  const { size, rawDigest } = tap.result();
  const unparsable = failures.length > 0;
  const causes = failures.flatMap<ParseWarning>(({ warning }) => [
    'unparsable',
    ...(warning ? [warning] : []),
  ]);
  const loose = unparsable ? [] : looseBody(tap, leaves);
  return {
    ...mailHead,
    ...joinBodies([...leaves.bodies, ...loose]),
    attachments: leaves.attachments,
    report: { reportType: reportTypeOf(headerValue(mailHead.headers, 'content-type')), ...leaves.report },
    contentKey: unparsable ? rawDigest : contentKeyOf(mailHead, leaves.keys),
    rawDigest,
    size,
    warnings: [...causes, ...warnings, ...leaves.warnings],
  };
};
