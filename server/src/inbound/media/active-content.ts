/**
 * Files that a browser would run or render as a page on the site's own origin. They never enter the Media Library,
 * whatever the site's configuration says; the message keeps them as private attachments.
 */

const TYPES = new Set([
  ...['text/html', 'application/xhtml+xml', 'application/javascript', 'application/x-javascript'],
  ...['text/javascript', 'text/ecmascript', 'application/ecmascript', 'text/jscript', 'text/xml'],
  ...[
    'multipart/related',
    'message/rfc822+mhtml',
    'application/x-mimearchive',
    'application/x-mhtml',
    'text/mhtml',
  ],
  ...['application/hta', 'text/x-component', 'application/x-shockwave-flash', 'application/wasm'],
  ...['text/xsl', 'application/xml', 'application/xml-dtd', 'application/xml-external-parsed-entity'],
]);

const EXTENSIONS = new Set([
  ...['.html', '.htm', '.shtml', '.shtm', '.xhtml', '.xht', '.svg', '.svgz', '.xml', '.xsl', '.xslt', '.xsd'],
  ...[
    '.dtd',
    '.rdf',
    '.rss',
    '.atom',
    '.js',
    '.mjs',
    '.cjs',
    '.mht',
    '.mhtml',
    '.hta',
    '.htc',
    '.swf',
    '.wasm',
  ],
]);

/** Whether the type is one of them; every `…+xml` is. @param type `type/subtype` in lower case. */
export const isActiveType = (type: string): boolean => TYPES.has(type) || type.endsWith('+xml');

/** @param extension in lower case, with its dot. */
export const isActiveExtension = (extension: string): boolean => EXTENSIONS.has(extension);

/** Bytes that are looked at: as many as browsers look at. */
export const SNIFFED_BYTES = 4_100;

const MARKUP =
  /^(?:<!doctype\s|<!--|<\?xml|<(?:html|head|title|body|script|style|iframe|svg|math|xml|meta|link|h1|div|font|table|a|b|br|p|img|form|object|embed)(?:[\s/>]|$))/i;
const WEB_ARCHIVE =
  /^(?:from|mime-version|content-type|snapshot-content-location):[\s\S]*multipart\/related/i;

/** The beginning as text, by its byte order mark where it has one. */
const beginning = (bytes: Buffer): string => {
  const start = bytes.subarray(0, SNIFFED_BYTES);
  if (start[0] === 0xff && start[1] === 0xfe) return start.toString('utf16le');
  if (start[0] === 0xfe && start[1] === 0xff) {
    return Buffer.from(start.subarray(0, start.length - (start.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  return start.toString('utf8');
};

/** Whether a file begins like a page, a drawing, a feed or a saved page, whatever its name and type say. */
export const looksActive = (bytes: Buffer): boolean => {
  const text = beginning(bytes)
    .replace(/^\uFEFF/, '')
    .trimStart();
  return MARKUP.test(text) || WEB_ARCHIVE.test(text);
};
