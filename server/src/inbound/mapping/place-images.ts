import { escapeUrl } from '../../html';
import type { ContentTypeShape } from './types';

/** Between the alternative text of a Markdown picture and its Content-ID. */
const BETWEEN = '](cid:';
/** A Content-ID at `lastIndex`, with the end of the picture. */
const CONTENT_ID = /([^()\s]+)\)/y;
const ESCAPED = /\\./gs;
const HTML_SOURCE = /src="cid:([^"\s]+)"/g;

const decoded = (contentId: string): string => {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
};

/**
 * Where the picture starts whose alternative text ends at the end of `text`; -1 when none does. Inside such a text every
 * bracket and backslash is escaped.
 */
const startOfPicture = (text: string): number => {
  const start = text.lastIndexOf('![');
  return start >= 0 && /[\]\\]/.test(text.slice(start + 2).replace(ESCAPED, '')) ? -1 : start;
};

/**
 * Rewrites the pictures of the mail (`![…](cid:…)`) in Markdown. Each goes back to the one before it at most, so that the
 * work is linear in the length, whatever a mail contains.
 */
const replacePictures = (
  markdown: string,
  write: (alternative: string, contentId: string) => string
): string => {
  let written = '';
  let end = 0;
  for (let at = markdown.indexOf(BETWEEN); at >= 0; at = markdown.indexOf(BETWEEN, end)) {
    const before = markdown.slice(end, at);
    const start = startOfPicture(before);
    CONTENT_ID.lastIndex = at + BETWEEN.length;
    const contentId = CONTENT_ID.exec(markdown)?.[1];
    if (start >= 0 && contentId !== undefined) {
      written += before.slice(0, start) + write(before.slice(start + 2), contentId);
      end = at + BETWEEN.length + contentId.length + 1;
    } else {
      written += before + BETWEEN;
      end = at + BETWEEN.length;
    }
  }
  return written + markdown.slice(end);
};

/**
 * Points the pictures of a mail in texts of an entry (`cid:`) to their copies in the Media Library; a picture without a
 * copy becomes its alternative text.
 * @param urls Content-ID, without angle brackets → URL of the copy.
 * @param attributes of the entry's content type: Markdown is looked for in `richtext` alone.
 */
export const placeImages = (
  data: Readonly<Record<string, unknown>>,
  urls: ReadonlyMap<string, string>,
  attributes: ContentTypeShape['attributes']
): Record<string, unknown> => {
  const urlOf = (contentId: string): string | undefined =>
    urls.get(contentId) ?? urls.get(decoded(contentId));

  const inMarkdown = (text: string): string =>
    replacePictures(text, (alternative, contentId) => {
      const url = urlOf(contentId);
      return url === undefined ? alternative : `![${alternative}](${escapeUrl(url)})`;
    });

  const inHtml = (text: string): string =>
    text.replace(HTML_SOURCE, (whole, contentId: string) => {
      const url = urlOf(contentId);
      return url === undefined ? whole : `src="${escapeUrl(url).replaceAll('"', '%22')}"`;
    });

  const place = (name: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    return inHtml(attributes[name]?.type === 'richtext' ? inMarkdown(value) : value);
  };

  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, place(name, value)]));
};
