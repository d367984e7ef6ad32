import type { MappingNote } from '../../../../contracts';
import type { ParsedAttachment } from '../../mail';
import { note } from './note';
import type { AttributeShape, MediaWish } from './types';

const KINDS = ['image', 'video', 'audio'];

/** A media attribute may take pictures, films or sound alone; `files` is everything else. */
const isTaken = ({ contentType }: ParsedAttachment, allowed: readonly string[] | undefined): boolean => {
  if (allowed === undefined || allowed.length === 0) return true;
  const kind = contentType.split('/')[0] ?? '';
  return KINDS.includes(kind) ? allowed.includes(`${kind}s`) : allowed.includes('files');
};

/** A picture in the text, such as a logo in a signature, and not something that was attached. */
const isInText = ({ disposition, contentId }: ParsedAttachment): boolean =>
  disposition === 'inline' || (contentId !== null && disposition !== 'attachment');

/**
 * Which attachments a media attribute gets: all that it takes, or, where it takes one alone, the first that is not part
 * of the text.
 */
export const wishedAttachments = (
  name: string,
  { multiple = false, allowedTypes }: AttributeShape,
  attachments: readonly ParsedAttachment[]
): { wish?: MediaWish; note?: MappingNote } => {
  const taken = attachments.filter((attachment) => isTaken(attachment, allowedTypes));
  const attached = taken.filter((attachment) => !isInText(attachment));
  const first = attached[0] ?? taken[0];
  if (first === undefined) return {};
  const chosen = multiple ? taken : [first];
  const wish = { attribute: name, attachmentIndexes: chosen.map(({ index }) => index), multiple };
  if (multiple || attached.length <= 1) return { wish };
  const count = attached.length;
  const message = `"${name}" holds one file: the first of ${count}. All are in the message.`;
  return { wish, note: note('first_file', { attribute: name, count }, message) };
};
