import { cleanText } from './text';

/** Characters of a name, without its extension. */
const NAME_LENGTH = 80;

/** Path separators, what Windows reserves, controls, and marks that turn the direction of writing or cannot be seen. */
const UNFIT =
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not pass
  /[<>:"/\\|?*\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]+/g;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The name under which a mail is saved as a file: its subject, as far as every system takes it. */
export const emlName = (subject: string): string => {
  const name = cleanText(subject, 1000)
    .normalize('NFC')
    .replace(UNFIT, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const short = cleanText(name, NAME_LENGTH).replace(/[\s.]+$/, '');
  return `${short === '' || WINDOWS_DEVICE.test(short) ? `mail ${short}`.trim() : short}.eml`;
};
