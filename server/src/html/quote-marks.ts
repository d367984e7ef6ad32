/** What mail programs call the parts of a mail that are not its author's own. */

/**
 * `quote`: all of it is quoted, certainly. `container`: a quote stands in it, and answers may. `wrapper`: the same, but
 * never own words alone. `aside`: indented or cited by its author. `introduction`: the line above a quote. `earlier`: an
 * earlier mail begins here, and goes on behind it. `rule`: it does so if a sender is named here.
 */
export type QuoteMark =
  'quote' | 'container' | 'wrapper' | 'aside' | 'rule' | 'introduction' | 'earlier' | 'forward' | 'signature';

/** Attribute that carries a mark through sanitising, where classes and ids are lost. */
export const QUOTE_MARK = 'data-quote-mark';

const BY_CLASS: Readonly<Record<string, QuoteMark>> = {
  ...{ gmail_attr: 'introduction', 'moz-cite-prefix': 'introduction', 'moz-email-headers-table': 'earlier' },
  ...{ gmail_quote: 'container', 'nylas-quote': 'container', protonmail_quote: 'wrapper' },
  ...{ frappe_mail_quote: 'wrapper' },
  ...{ yahoo_quoted: 'quote', tutanota_quote: 'quote', zmail_extra: 'quote' },
  ...{ 'ms-outlook-mobile-reference-message': 'rule' },
  ...{ OutlookMessageHeader: 'earlier', 'moz-forward-container': 'forward' },
  ...{ 'moz-signature': 'signature', gmail_signature: 'signature', gmail_signature_prefix: 'signature' },
  ...{ protonmail_signature_block: 'signature' },
};

/** A class that means this on a `blockquote` alone: Gmail gives it to what surrounds quotes and answers, too. */
const QUOTE_CLASSES = new Set([
  'iosymail',
  'frappe_mail_quote',
  'protonmail_quote',
  'ymail_quote',
  'wiseStamp_quote',
  'mori',
]);

const BY_ID: Readonly<Record<string, QuoteMark>> = {
  ...{
    appendonsend: 'rule',
    divRplyFwdMsg: 'earlier',
    'reply-intro': 'introduction',
    OLK_SRC_BODY_SECTION: 'quote',
  },
  ...{ 'mail-editor-reference-message-container': 'quote', isForwardContent: 'forward' },
  ...{ isReplyContent: 'quote', zmail_extra: 'quote' },
};

/** What Zimbra writes at the rule above an earlier mail, and at the parts of that. */
const BY_MARKER: Readonly<Record<string, QuoteMark>> = {
  ...{ __DIVIDER__: 'earlier', __HEADERS__: 'quote', __QUOTED_TEXT__: 'quote' },
};

/** Yahoo puts this before the classes of what it quotes. */
const YAHOO = /^ydp[\da-f]{6,12}(?=yahoo_quoted$)/;

/** Outlook on the web puts this before all names in what it quotes; of these, what is signed or forwarded tells nothing. */
const OUTLOOK = /^(?:x_)+/;
const TELLS_NOTHING: readonly QuoteMark[] = ['signature', 'forward'];

/** Characters of an attribute that are looked at. */
const CLASS_LENGTH = 300;
const STYLE_LENGTH = 500;

/** The rule above a header as Outlook on the web writes it, and as Word does for Outlook. */
const WEB_RULE = /display: ?inline-block; ?width: ?98%/i;
const WORD_RULE =
  /border-top: ?(?:solid [^;"]{3,30} 1(?:\.0)?pt|1(?:\.0)?pt solid)|border-style: ?solid none none/i;

const isRuled = (tag: string, style: string): boolean =>
  (tag === 'hr' && WEB_RULE.test(style)) || (tag === 'div' && WORD_RULE.test(style));

/** A line at its side, as programs draw it beside what they quote. */
const SIDE_LINE =
  /border-(?:left|inline-start|right)(?:-width)? ?: ?(?!none|0|medium none)|border-(?:left|right)-style ?: ?solid/i;

/** Whether a `blockquote` is what editors and pages make of it: an indentation, a citation with its source, a design. */
const isAside = (attributes: Readonly<Record<string, string>>, classes: readonly string[]): boolean => {
  const { style = '', cite = '', id = '' } = attributes;
  if (classes.includes('gmail_quote')) return false;
  if (/^https?:/i.test(cite) || classes.some((one) => one !== '')) return true;
  return id === '' && style.trim() !== '' && !SIDE_LINE.test(style.slice(0, STYLE_LENGTH));
};

const markOf = (tag: string, attributes: Readonly<Record<string, string>>): QuoteMark | null => {
  const { name, type, class: classes = '' } = attributes;
  const id = (attributes.id ?? '').replace(OUTLOOK, '');
  const own = classes
    .slice(0, CLASS_LENGTH)
    .split(/\s+/)
    .map((one) => one.replace(YAHOO, '').replace(OUTLOOK, ''));
  if (tag === 'blockquote') {
    if (type?.toLowerCase() === 'cite' || own.some((one) => QUOTE_CLASSES.has(one))) return 'quote';
    if (isAside(attributes, own)) return 'aside';
  }
  if (tag === 'div' && name === 'quote') return 'quote';
  if (tag === 'signature') return 'signature';
  if (isRuled(tag, (attributes.style ?? '').slice(0, STYLE_LENGTH))) return 'rule';
  if (Object.hasOwn(BY_ID, id)) return BY_ID[id] ?? null;
  const marker = attributes['data-marker'] ?? '';
  if (Object.hasOwn(BY_MARKER, marker)) return BY_MARKER[marker] ?? null;
  const found = own.find((one) => Object.hasOwn(BY_CLASS, one));
  const mark = found === undefined ? null : (BY_CLASS[found] ?? null);
  // Gmail gives the class to quotes, too, and once gave it to their introductions.
  return (mark === 'container' || mark === 'wrapper') && tag !== 'div' ? null : mark;
};

/** The mark of an element as its mail program wrote it; null where it says nothing. */
export const quoteMarkOf = (tag: string, attributes: Readonly<Record<string, string>>): QuoteMark | null => {
  const mark = markOf(tag, attributes);
  if (mark === null || !TELLS_NOTHING.includes(mark)) return mark;
  return /(?:^|\s)x_/.test(`${attributes.id ?? ''} ${(attributes.class ?? '').slice(0, CLASS_LENGTH)}`)
    ? null
    : mark;
};
