import type { MessageAttachment } from '../../../contracts';

/** What browsers draw and what cannot hold a script. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp)$/;

/** A picture in the HTML that belongs to the mail, as the server's sanitiser writes it. */
const SOURCE = /src="cid:([^"\s]+)"/g;

/** Bytes of all pictures of a message together: more would be fetched than anybody looks at. */
const LIMIT = 10_000_000;

const decoded = (contentId: string): string => {
  try {
    return decodeURIComponent(contentId);
  } catch {
    return contentId;
  }
};

const attributeText = (value: string): string =>
  value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The ways in which a mail program may have written the Content-ID. */
const spellings = (source: string): string[] => {
  const plain = attributeText(source);
  return [plain, decoded(plain)];
};

/** The attachments that the HTML shows as pictures, each once. Others stay as files alone. */
export const picturesIn = (html: string, attachments: readonly MessageAttachment[]): MessageAttachment[] => {
  const named = new Set([...html.matchAll(SOURCE)].flatMap(([, source = '']) => spellings(source)));
  let room = LIMIT;
  return attachments.filter(({ contentId, type, size }) => {
    if (contentId === null || !named.has(contentId) || !PICTURE.test(type) || size > room) return false;
    room -= size;
    return true;
  });
};

/** Puts the pictures into the HTML. @param addresses by Content-ID; what has none keeps the address that leads nowhere. */
export const withPictures = (html: string, addresses: ReadonlyMap<string, string>): string =>
  html.replace(SOURCE, (whole, source: string) => {
    const found = spellings(source).find((contentId) => addresses.has(contentId));
    return found === undefined ? whole : `src="${addresses.get(found) ?? ''}"`;
  });
