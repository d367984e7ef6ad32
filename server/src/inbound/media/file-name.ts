import { cleanText } from '../../mail';

/** Characters of a name, its extension included. */
const NAME_LENGTH = 100;
const EXTENSION_LENGTH = 12;
/** UTF-16 units that are looked at of a name: half from its beginning, half with its extension from its end. */
const READ_LENGTH = 1_000;

/** Path separators, what Windows reserves, and controls: Strapi refuses a name that has one. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
const RESERVED = /[<>:"/\\|?*\u0000-\u001F\u007F-\u009F]+/g;
/** Marks that turn the direction of writing or cannot be seen: `fdp.exe` shown as `exe.pdf`. */
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]+/g;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Extension in lower case with its dot, as far as it is one; empty otherwise. */
export const extensionOf = (fileName: string): string => {
  const dot = fileName.lastIndexOf('.');
  const extension = dot > 0 ? fileName.slice(dot) : '';
  return /^\.[\p{L}\p{N}_-]+$/u.test(extension) && extension.length <= EXTENSION_LENGTH + 1
    ? extension.toLowerCase()
    : '';
};

/** A name of a megabyte would cost the patterns below minutes. */
const readable = (fileName: string): string =>
  fileName.length <= READ_LENGTH
    ? fileName
    : fileName.slice(0, READ_LENGTH / 2) + fileName.slice(-READ_LENGTH / 2);

/**
 * The name of an attachment as a file of the Media Library: no path, nothing that file systems or Strapi refuse, nothing
 * invisible, bounded, and always with an extension, because Strapi serves a file by it.
 * @param extension for names that have none, with its dot.
 */
export const cleanFileName = (fileName: string | null, extension: string): string => {
  const visible = cleanText(readable(fileName ?? ''))
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(RESERVED, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const own = extensionOf(visible);
  const base = (own === '' ? visible : visible.slice(0, -own.length)).replace(/[\s.]+$/, '');
  const bounded = Array.from(base)
    .slice(0, NAME_LENGTH - EXTENSION_LENGTH)
    .join('')
    .trim();
  const safe = bounded === '' || WINDOWS_DEVICE.test(bounded) ? `attachment${bounded}` : bounded;
  return safe + (own === '' ? extension : visible.slice(-own.length));
};
