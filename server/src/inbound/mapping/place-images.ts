import { escapeUrl } from '../../html';

const MARKDOWN_IMAGE = /!\[((?:\\.|[^\]\\])*)\]\(cid:([^()\s]+)\)/g;
const HTML_SOURCE = /src="cid:([^"\s]+)"/g;

const decoded = (contentId: string): string => {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
};

/**
 * Points the pictures of a mail in texts of an entry (`cid:`) to their copies in the Media Library; a picture without a
 * copy becomes its alternative text.
 * @param urls Content-ID, without angle brackets → URL of the copy.
 */
export const placeImages = (
  data: Readonly<Record<string, unknown>>,
  urls: ReadonlyMap<string, string>
): Record<string, unknown> => {
  const urlOf = (contentId: string): string | undefined =>
    urls.get(contentId) ?? urls.get(decoded(contentId));

  const place = (text: string): string =>
    text
      .replace(MARKDOWN_IMAGE, (_whole, alternative: string, contentId: string) => {
        const url = urlOf(contentId);
        return url === undefined ? alternative : `![${alternative}](${escapeUrl(url)})`;
      })
      .replace(HTML_SOURCE, (whole, contentId: string) => {
        const url = urlOf(contentId);
        return url === undefined ? whole : `src="${escapeUrl(url).replaceAll('"', '%22')}"`;
      });

  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? place(value) : value])
  );
};
