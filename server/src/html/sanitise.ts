import sanitizeHtml from 'sanitize-html';
import { cleanText } from '../mail';
import { ALLOWED_ATTRIBUTES, ALLOWED_STYLES, ALLOWED_TAGS, DROPPED_WITH_CONTENT } from './allow-list';
import { HTML_LIMITS, HtmlTooComplexError, isTooComplex } from './limits';
import { remoteImage, safeLink } from './links';
import { QUOTE_MARK, quoteMarkOf } from './quote-marks';

export interface SanitisedHtml {
  /** Safe to store and, in a sandbox, to show; null when nothing is left or the HTML is too complex. */
  html: string | null;
  /** The HTML was not parsed: the mail has its plain text alone. */
  tooComplex: boolean;
}

/** Characters of a `style` attribute that are still parsed. */
const STYLE_LENGTH = 2_000;
const CONTENT_ID = /^cid:[^\s"'<>()]{1,300}$/i;
const INLINE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i;

type Attributes = Record<string, string>;

const linkAttributes = ({ href, ...others }: Attributes): Attributes => {
  const url = safeLink(href ?? '');
  return url === null
    ? others
    : { ...others, href: url, target: '_blank', rel: 'noopener noreferrer nofollow' };
};

/** Pictures of the mail itself stay; those on a server wait in `data-remote-src` until a reader asks for them. */
const imageAttributes = ({ src, 'data-remote-src': waiting, ...others }: Attributes): Attributes => {
  const source = (src ?? waiting ?? '').trim();
  if (CONTENT_ID.test(source) || INLINE_IMAGE.test(source)) return { ...others, src: source };
  const remote = remoteImage(source);
  return remote === null ? others : { ...others, 'data-remote-src': remote };
};

const attributesOf = (tag: string, { style, ...others }: Attributes): Attributes => {
  const attributes = style !== undefined && style.length <= STYLE_LENGTH ? { ...others, style } : others;
  if (tag === 'a') {
    const { target: _target, rel: _rel, ...rest } = attributes;
    return linkAttributes(rest);
  }
  return tag === 'img' ? imageAttributes(attributes) : attributes;
};

const options = (keepsMarks: boolean): sanitizeHtml.IOptions => {
  let depth = 0;
  const marked = (tag: string, { [QUOTE_MARK]: _forged, ...attributes }: Attributes): Attributes => {
    const mark = keepsMarks ? quoteMarkOf(tag, attributes) : null;
    const clean = attributesOf(tag, attributes);
    return mark === null ? clean : { ...clean, [QUOTE_MARK]: mark };
  };
  return {
    allowedTags: [...ALLOWED_TAGS],
    allowedAttributes: keepsMarks
      ? { ...ALLOWED_ATTRIBUTES, '*': [...(ALLOWED_ATTRIBUTES['*'] ?? []), QUOTE_MARK] }
      : ALLOWED_ATTRIBUTES,
    allowedStyles: { '*': ALLOWED_STYLES },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    allowedSchemesAppliedToAttributes: ['href', 'src', 'data-remote-src'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: [...DROPPED_WITH_CONTENT],
    transformTags: {
      // Some programs have an element of their own for the signature, which has to stay to carry its mark.
      '*': (tagName, attribs) => ({
        tagName: tagName === 'signature' ? 'span' : tagName,
        attribs: marked(tagName, attribs),
      }),
    },
    onOpenTag: () => {
      depth += 1;
      if (depth > HTML_LIMITS.depth) throw new HtmlTooComplexError();
    },
    onCloseTag: () => {
      depth -= 1;
    },
  };
};

const sanitise = (html: string, keepsMarks: boolean): SanitisedHtml => {
  if (isTooComplex(html)) return { html: null, tooComplex: true };
  try {
    const clean = cleanText(sanitizeHtml(html, options(keepsMarks))).trim();
    return { html: clean === '' ? null : clean, tooComplex: false };
  } catch {
    // Whatever the parser cannot take is treated like what is too much for it: the plain text remains.
    return { html: null, tooComplex: true };
  }
};

/**
 * HTML of a mail → HTML that may be stored: a linear guard first, then a strict allow-list. Scripts, forms, frames,
 * styles, classes and ids are gone; links are absolute http(s) or mailto and open apart; pictures load only when they
 * belong to the mail (`cid:`, `data:`), a remote one keeps its URL in `data-remote-src`.
 * The limits are in `limits.ts`.
 */
export const sanitiseMailHtml = (html: string): SanitisedHtml => sanitise(html, false);

/**
 * The same, with `QUOTE_MARK` at what the classes and ids of mail programs say is quoted, introduced or signed. For
 * whoever takes the marks out again before anything is stored.
 */
export const sanitiseMarkedHtml = (html: string): SanitisedHtml => sanitise(html, true);
