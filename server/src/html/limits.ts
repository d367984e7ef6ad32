/**
 * What an HTML body may cost. Beyond it the mail keeps its plain text alone: parsers of HTML need quadratic time for
 * deep trees, and a browser would hang on the result just as well.
 */
export const HTML_LIMITS = {
  /** Characters. */
  length: 2 * 1024 * 1024,
  /** Opening tags. */
  tags: 50_000,
  /** Elements inside one another; judged by the parser itself, which is stopped there (`sanitise.ts`). */
  depth: 256,
} as const;

/** Thrown by the sanitiser's own parser at the element that is one too many. */
export class HtmlTooComplexError extends Error {
  constructor() {
    super('The HTML is nested too deeply or has too many tags.');
    this.name = 'HtmlTooComplexError';
  }
}

/**
 * Whether the HTML is beyond what is parsed at all: one scan without look-ahead, before any parser sees a byte. Counts
 * every `<` that does not close a tag, so that a flood of stray ones is refused too.
 */
export const isTooComplex = (html: string): boolean => {
  if (html.length > HTML_LIMITS.length) return true;
  let tags = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (html[at + 1] === '/') continue;
    tags += 1;
    if (tags > HTML_LIMITS.tags) return true;
  }
  return false;
};
