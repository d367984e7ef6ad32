import type { Readable } from 'node:stream';
import { MailParser, type AttachmentStream, type MessageText } from 'mailparser';
import { messageOf } from '../errors';
import { createBudget, type Budget } from './budget';
import { ParseFailure, parseFailure } from './failure';
import type { ParseLimits } from './limits';
import { createQuotedPrintableDecoder } from './quoted-printable';

/** One leaf of the MIME tree, its bytes without the transfer encoding. */
export interface Leaf {
  /** Lower case `type/subtype`. */
  contentType: string;
  /** Content types of the containers around it, innermost first. */
  containers: readonly string[];
  /** The `charset` parameter; null when there is none. */
  charset: string | null;
  /** `format=flowed` and `delsp=yes` (RFC 3676). */
  flowed: boolean;
  delSp: boolean;
  fileName: string | null;
  /** Lower case; null when there is none. */
  disposition: string | null;
  contentId: string | null;
  content: Readable;
}

/** Feeds a mail to the MIME parser and hands out its leaves, one after the other. */
export interface LeafParser {
  /** Resolves when the parser takes more. Rejects with `ParseFailure`, or with what `onLeaf` rejected with. */
  feed(bytes: Buffer): Promise<void>;
  /** Resolves when the last leaf is done. Rejects like `feed`. */
  finish(): Promise<void>;
  /** Ends it early; a leaf that is being read fails. */
  abandon(): void;
  /** To be paused while a leaf waits for somebody else. */
  budget: Budget;
}

/** What mailsplit, the splitter inside mailparser, knows of a MIME part. */
interface MimeNode {
  type: 'node';
  encoding: string | false;
  contentType: string | false;
  charset: string | false;
  disposition: string | false;
  filename: string | false;
  flowed: boolean;
  delSp: boolean;
  parentNode: MimeNode | false;
}

/**
 * The two inner members of MailParser that are used here. `textTypes`: the types that it collects, decodes and joins by
 * itself; emptied, every leaf comes as a stream of its own, which is the only way to bound memory, to choose the charset
 * by its bytes and to digest each part. `processChunk`: takes what mailsplit found, a part before its content.
 */
interface MailParserInternals {
  textTypes: string[];
  processChunk(chunk: MimeNode | { type: 'body' | 'data' }, done: (error?: Error) => void): void;
}

const internalsOf = (parser: MailParser): MailParserInternals => {
  // The members are not declared; the check below holds what the cast claims.
  const internals = parser as unknown as MailParserInternals;
  if (!Array.isArray(internals.textTypes) || typeof internals.processChunk !== 'function') {
    throw new Error('This version of mailparser is not supported.');
  }
  return internals;
};

/** A parameter without its semicolon (`text/plain charset=…`) does not make another type. */
const typeOf = (node: MimeNode): string => (node.contentType || '').split(/[\s;,]/, 1)[0] ?? '';

const containersOf = (node: MimeNode): string[] => {
  const types: string[] = [];
  for (let parent = node.parentNode; parent; parent = parent.parentNode) types.push(typeOf(parent));
  return types;
};

const QUOTED_PRINTABLE = 'quoted-printable';
/** A name that mailsplit does not know: it hands such content on untouched. */
const LEFT_TO_US = 'x-left-to-us';

/** The content of a part; quoted-printable is decoded here, because mailsplit's decoder holds whole parts. */
const contentOf = (attachment: AttachmentStream, node: MimeNode): Readable => {
  const { content } = attachment;
  content.on('error', () => undefined);
  if (node.encoding !== LEFT_TO_US) return content;
  const decoder = createQuotedPrintableDecoder();
  decoder.on('error', () => undefined);
  return content.pipe(decoder);
};

const leafOf = (attachment: AttachmentStream, node: MimeNode): Leaf => {
  const containers = containersOf(node);
  const contentId = attachment.contentId?.trim().replace(/^<|>$/g, '').trim();
  return {
    contentType: typeOf(node) || 'text/plain',
    containers,
    charset: node.charset || null,
    flowed: node.flowed,
    delSp: node.delSp,
    fileName: node.filename || null,
    disposition: node.disposition || null,
    contentId: contentId || null,
    content: contentOf(attachment, node),
  };
};

/** @param onLeaf reads `content` to its end. */
export const createLeafParser = ({
  limits,
  onLeaf,
}: {
  limits: ParseLimits;
  onLeaf: (leaf: Leaf) => Promise<void>;
}): LeafParser => {
  const parser = new MailParser({
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    checksumAlgo: false,
    maxHeadSize: limits.headerBytes,
    maxChildNodes: limits.parts,
  });
  const internals = internalsOf(parser);
  internals.textTypes = [];
  let node: MimeNode | null = null;
  const processChunk = internals.processChunk.bind(parser);
  internals.processChunk = (chunk, done) => {
    if (chunk.type === 'node') {
      node = chunk;
      if (chunk.encoding === QUOTED_PRINTABLE) chunk.encoding = LEFT_TO_US;
    }
    try {
      processChunk(chunk, done);
    } catch (error) {
      // Thrown out of a timer of its own it would end the process.
      done(new ParseFailure(null, messageOf(error)));
    }
  };

  let reading: Readable | null = null;
  let leaves: Promise<void> = Promise.resolve();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => {
      budget.stop();
      reject(error);
      reading?.destroy(error);
      parser.destroy();
    };
  });
  failed.catch(() => undefined);
  const budget = createBudget(limits.milliseconds, () =>
    fail(new ParseFailure('too_slow', 'The mail took longer to read than one mail may.'))
  );

  const read = async (attachment: AttachmentStream): Promise<void> => {
    if (node === null) throw new ParseFailure(null, 'A part without a place in the MIME tree.');
    const leaf = leafOf(attachment, node);
    reading = leaf.content;
    await onLeaf(leaf);
    reading = null;
    attachment.release?.();
  };

  parser.on('error', (error: Error) => fail(parseFailure(error)));
  parser.on('data', (item: AttachmentStream | MessageText) => {
    if (item.type !== 'attachment') return;
    leaves = leaves.then(() => read(item));
    leaves.catch(fail);
  });
  const ended = new Promise<void>((resolve) => {
    parser.once('end', () => resolve());
  });

  const onTheClock = async (work: Promise<void>): Promise<void> => {
    budget.resume();
    try {
      await Promise.race([work, failed]);
    } finally {
      budget.pause();
    }
  };

  return {
    feed: (bytes) => onTheClock(new Promise((resolve) => void parser.write(bytes, () => resolve()))),

    async finish() {
      parser.end();
      await onTheClock(ended.then(() => leaves));
      budget.stop();
    },

    abandon: () => fail(new ParseFailure(null, 'Reading was given up.')),

    budget,
  };
};
