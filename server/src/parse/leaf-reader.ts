import {
  charsetOfWords,
  cleanText,
  decodeText,
  oneLine,
  type MailHead,
  type ParsedAttachment,
  type ParseWarning,
  type ReportParts,
} from '../mail';
import type { ChunkStore } from '../storage';
import { decodeBody, isBody, type BodyPart } from './bodies';
import type { Budget } from './budget';
import { collectAttachment, collectBody, type CollectedAttachment } from './collect';
import type { LeafKey } from './content-key';
import type { Leaf } from './leaves';
import type { ParseLimits } from './limits';
import { headerBlockOf, reportRoleOf } from './report-parts';
import { digestOfText } from './text-digest';

/** What the leaves of one mail came to. */
export interface ReadLeaves {
  bodies: BodyPart[];
  attachments: ParsedAttachment[];
  /** In the order of the mail. */
  keys: LeafKey[];
  report: Omit<ReportParts, 'reportType'>;
  warnings: Set<ParseWarning>;
}

/** Characters after which further parts of a report are not read. */
const LONGEST_REPORT = 256 * 1024;

const ENCRYPTED_OR_TNEF = /^(?:application\/(?:x-)?(?:pkcs7-mime|pgp-encrypted|ms-tnef|vnd\.ms-tnef))$/;

/** Parts whose copies may differ in line ends, because servers treat them as lines. */
const asLines = (leaf: Leaf): boolean => /^(?:text|message)\//.test(leaf.contentType);

const dispositionOf = (leaf: Leaf): ParsedAttachment['disposition'] => {
  if (leaf.disposition === null) return null;
  return leaf.disposition === 'inline' ? 'inline' : 'attachment';
};

/** Reads leaves one after the other into `into`, within the limits. */
export const createLeafReader = ({
  head,
  limits,
  chunks,
  newOwner,
  budget,
  into,
}: {
  head: () => MailHead;
  limits: ParseLimits;
  chunks: ChunkStore;
  newOwner: () => string;
  budget: () => Budget;
  into: ReadLeaves;
}): ((leaf: Leaf) => Promise<void>) => {
  const bodyBytes = { text: limits.bodyBytes, html: limits.bodyBytes };
  let memory = limits.memoryTogether;

  const hint = (): string | null =>
    charsetOfWords(
      head()
        .headers.filter(({ name }) => name === 'subject' || name === 'from')
        .map(({ value }) => value)
        .join(' ')
    );

  const readBody = async (leaf: Leaf): Promise<string> => {
    const kind = leaf.contentType === 'text/html' ? 'html' : 'text';
    const { bytes, cut, longDigest } = await collectBody(leaf.content, bodyBytes[kind]);
    bodyBytes[kind] -= bytes.length;
    const { text, value, known } = decodeBody(leaf, bytes, hint());
    if (cut) into.warnings.add('text_cut');
    if (!known) into.warnings.add('charset_unknown');
    const alternative = leaf.containers.includes('multipart/alternative');
    into.bodies.push({ kind, value, alternative });
    return longDigest ?? digestOfText(text);
  };

  const noteReport = (leaf: Leaf, part: CollectedAttachment): void => {
    const role = reportRoleOf(leaf);
    if (role === null) return;
    const earlier = into.report[role];
    const text = cleanText(decodeText(part.head, leaf.charset).text);
    // Some mailers send one delivery-status part for each recipient; the original is one, the first.
    if (role === 'originalHeaders') into.report[role] = earlier ?? headerBlockOf(text);
    else if (earlier === null) into.report[role] = text;
    else if (earlier.length < LONGEST_REPORT) into.report[role] = `${earlier}\n\n${text}`;
  };

  const readAttachment = async (leaf: Leaf): Promise<string> => {
    const part = await collectAttachment(leaf.content, {
      memory: Math.min(limits.memoryPerAttachment, memory),
      asText: asLines(leaf),
      chunks,
      newOwner,
      budget: budget(),
    });
    if (part.content.kind === 'memory') memory -= part.size;
    noteReport(leaf, part);
    into.attachments.push({
      index: into.attachments.length,
      fileName: leaf.fileName === null ? null : oneLine(leaf.fileName) || null,
      contentType: oneLine(leaf.contentType),
      contentId: leaf.contentId === null ? null : oneLine(leaf.contentId),
      disposition: dispositionOf(leaf),
      size: part.size,
      digest: part.digest,
      content: part.content,
    });
    if (!asLines(leaf)) return part.digest;
    return part.longTextDigest ?? digestOfText(decodeText(part.head, leaf.charset).text);
  };

  return async (leaf) => {
    if (ENCRYPTED_OR_TNEF.test(leaf.contentType)) into.warnings.add('encrypted_or_tnef');
    const digest = isBody(leaf, into.bodies.length) ? await readBody(leaf) : await readAttachment(leaf);
    into.keys.push({ contentType: leaf.contentType, fileName: leaf.fileName, digest });
  };
};
