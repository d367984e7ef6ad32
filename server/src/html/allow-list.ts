/**
 * What HTML from a mail may consist of. The list is closed: no element that loads, runs, submits, changes the meaning
 * of its content (textarea, xmp, noscript, title, style) or opens another language (svg, math), no class or id that
 * would take on the styles of the page around it.
 */

const BLOCKS = [
  ...['address', 'article', 'aside', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure'],
  ...[
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'li',
    'main',
    'ol',
    'p',
    'pre',
    'section',
  ],
  ...['ul'],
];

const INLINE = [
  ...['a', 'abbr', 'b', 'bdi', 'bdo', 'big', 'br', 'cite', 'code', 'del', 'dfn', 'em', 'font', 'i', 'img'],
  ...[
    'ins',
    'kbd',
    'mark',
    'q',
    's',
    'samp',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'sup',
    'time',
    'tt',
  ],
  ...['u', 'var', 'wbr'],
];

const TABLES = ['caption', 'col', 'colgroup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'];

export const ALLOWED_TAGS: readonly string[] = [...BLOCKS, ...INLINE, ...TABLES];

/** Elements whose content is no text for people: dropped with it. All others are only unwrapped. */
export const DROPPED_WITH_CONTENT: readonly string[] = [
  ...['script', 'style', 'title', 'textarea', 'option', 'xmp', 'iframe', 'noembed', 'noframes', 'template'],
  ...['applet', 'audio', 'canvas', 'video', 'math'],
];

const CELL = ['align', 'bgcolor', 'colspan', 'height', 'rowspan', 'valign', 'width'];

/** By tag; `*` holds for all. The values of href and src are judged in `sanitise.ts`. */
export const ALLOWED_ATTRIBUTES: Readonly<Record<string, string[]>> = {
  '*': ['dir', 'lang', 'style', 'title'],
  a: ['href', 'rel', 'target'],
  col: ['span', 'width'],
  div: ['align'],
  font: ['color', 'face', 'size'],
  img: ['alt', 'data-remote-src', 'height', 'src', 'width'],
  li: ['value'],
  ol: ['start', 'type'],
  p: ['align'],
  table: ['align', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'height', 'width'],
  td: CELL,
  th: CELL,
  tr: ['align', 'bgcolor', 'valign'],
};

/**
 * A CSS value that neither loads nor computes: words, numbers, colours. Functions are out but for `rgb()` and its kin,
 * and so are escapes, with which the name of a function could be hidden.
 */
const PLAIN_VALUE = /^(?:[\w\s#%.,'"+-]|(?:rgb|hsl)a?\([\d\s.,%/]*\))+$/i;
/** One to four lengths, none of them negative: nothing is moved out of its place. */
const LENGTH = String.raw`(?:auto|normal|none|(?:\d+(?:\.\d+)?|\.\d+)(?:px|pt|pc|em|rem|ex|ch|%|in|cm|mm)?)`;
const LENGTHS = new RegExp(`^${LENGTH}(?:\\s+${LENGTH}){0,3}$`, 'i');
const DISPLAY = /^(?:block|inline|inline-block|none|table|table-cell|table-row|list-item)$/i;

const plain = [
  ...['background-color', 'border', 'border-bottom', 'border-bottom-color', 'border-bottom-style'],
  ...['border-bottom-width', 'border-collapse', 'border-color', 'border-left', 'border-left-color'],
  ...['border-left-style', 'border-left-width', 'border-radius', 'border-right', 'border-right-color'],
  ...['border-right-style', 'border-right-width', 'border-spacing', 'border-style', 'border-top'],
  ...[
    'border-top-color',
    'border-top-style',
    'border-top-width',
    'border-width',
    'color',
    'direction',
    'font',
  ],
  ...['font-family', 'font-style', 'font-variant', 'font-weight', 'list-style-type', 'table-layout'],
  ...['text-align', 'text-decoration', 'text-transform', 'vertical-align', 'white-space', 'word-break'],
  'overflow-wrap',
];
const lengths = [
  ...[
    'font-size',
    'height',
    'line-height',
    'margin',
    'margin-bottom',
    'margin-left',
    'margin-right',
    'margin-top',
    'max-height',
  ],
  ...['max-width', 'min-height', 'min-width', 'padding', 'padding-bottom', 'padding-left', 'padding-right'],
  ...['padding-top', 'width'],
];

export const ALLOWED_STYLES: Readonly<Record<string, RegExp[]>> = {
  ...Object.fromEntries(plain.map((property) => [property, [PLAIN_VALUE]])),
  ...Object.fromEntries(lengths.map((property) => [property, [LENGTHS]])),
  display: [DISPLAY],
};
