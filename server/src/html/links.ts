/** Schemes that a link in a mail may have. Everything else (script, data, file, app schemes) is text. */
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** Characters of a URL that is still a link; longer ones serve nobody and make every filter slow. */
const LINK_LENGTH = 8 * 1024;

const URL_IN_TEXT = /https?:\/\/[^\s<>"'`[\]{}|\\^]+/gi;
/** What ends the sentence around a URL rather than the URL. */
const TRAILING_PUNCTUATION = '.,;:!?*_~)';

/**
 * The URL in its normal form when a mail may link to it: absolute http(s) or mailto. Null for everything else, also
 * for relative URLs, which mean nothing in a mail and would point into the page that shows it.
 */
export const safeLink = (href: string): string | null => {
  if (href.length > LINK_LENGTH) return null;
  let url: URL;
  try {
    url = new URL(href.trim());
  } catch {
    return null;
  }
  return LINK_PROTOCOLS.has(url.protocol) && url.href.length <= LINK_LENGTH ? url.href : null;
};

/** The http(s) URL of a picture on somebody's server, or null. */
export const remoteImage = (src: string): string | null => {
  const url = safeLink(src);
  return url?.startsWith('http') ? url : null;
};

/** A stretch of text, with its link target when it is a URL. */
export interface LinkedText {
  text: string;
  url: string | null;
}

const withoutPunctuation = (found: string): string => {
  let end = found.length;
  while (end > 0 && TRAILING_PUNCTUATION.includes(found.charAt(end - 1))) end -= 1;
  const closes = found[end] === ')' && found.slice(0, end).includes('(');
  return found.slice(0, closes ? end + 1 : end);
};

/** Plain text in stretches, the http(s) URLs in it as links. Joined, the stretches give the text again. */
export const splitLinks = (text: string): LinkedText[] => {
  const stretches: LinkedText[] = [];
  if (text !== '' && !text.includes('://')) return [{ text, url: null }];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(URL_IN_TEXT)) {
    const shown = withoutPunctuation(found);
    const url = safeLink(shown);
    if (url === null) continue;
    if (index > end) stretches.push({ text: text.slice(end, index), url: null });
    stretches.push({ text: shown, url });
    end = index + shown.length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), url: null });
  return stretches;
};
