/** What mail programs call the parts of a mail that are not its author's own. */

/**
 * `quote`: all of it is quoted, certainly. `introduction`: the line above a quote. `earlier`: an earlier mail begins
 * here, and goes on behind it.
 */
export type QuoteMark = 'quote' | 'introduction' | 'earlier' | 'forward' | 'signature';

/** Attribute that carries a mark through sanitising, where classes and ids are lost. */
export const QUOTE_MARK = 'data-quote-mark';

const BY_CLASS: Readonly<Record<string, QuoteMark>> = {
  ...{ gmail_attr: 'introduction', 'moz-cite-prefix': 'introduction', 'moz-email-headers-table': 'earlier' },
  ...{ yahoo_quoted: 'quote', protonmail_quote: 'quote', tutanota_quote: 'quote', zmail_extra: 'quote' },
  ...{ OutlookMessageHeader: 'earlier', 'moz-forward-container': 'forward' },
  ...{ 'moz-signature': 'signature', gmail_signature: 'signature', gmail_signature_prefix: 'signature' },
  ...{ protonmail_signature_block: 'signature' },
};

/** A class that means this on a `blockquote` alone: Gmail gives it to what surrounds quotes and answers, too. */
const QUOTE_CLASSES = new Set(['iosymail', 'ymail_quote', 'wiseStamp_quote', 'mori']);

const BY_ID: Readonly<Record<string, QuoteMark>> = {
  ...{ divRplyFwdMsg: 'earlier', 'reply-intro': 'introduction', OLK_SRC_BODY_SECTION: 'quote' },
  ...{ 'mail-editor-reference-message-container': 'quote', isForwardContent: 'forward' },
  ...{ isReplyContent: 'quote', zmail_extra: 'quote' },
};

/** What Zimbra writes at the rule above an earlier mail, and at the parts of that. */
const BY_MARKER: Readonly<Record<string, QuoteMark>> = {
  ...{ __DIVIDER__: 'earlier', __HEADERS__: 'quote', __QUOTED_TEXT__: 'quote' },
};

/** Yahoo puts this before the classes of what it quotes. */
const YAHOO = /^ydp[\da-f]{6,12}(?=yahoo_quoted$)/;

/** Characters of a class attribute that are looked at. */
const CLASS_LENGTH = 300;

/** The mark of an element as its mail program wrote it; null where it says nothing. */
export const quoteMarkOf = (tag: string, attributes: Readonly<Record<string, string>>): QuoteMark | null => {
  const { id = '', name, type, class: classes = '' } = attributes;
  const own = classes
    .slice(0, CLASS_LENGTH)
    .split(/\s+/)
    .map((one) => one.replace(YAHOO, ''));
  if (tag === 'blockquote') {
    if (type?.toLowerCase() === 'cite' || own.some((one) => QUOTE_CLASSES.has(one))) return 'quote';
  }
  if (tag === 'div' && name === 'quote') return 'quote';
  if (Object.hasOwn(BY_ID, id)) return BY_ID[id] ?? null;
  const marker = attributes['data-marker'] ?? '';
  if (Object.hasOwn(BY_MARKER, marker)) return BY_MARKER[marker] ?? null;
  const found = own.find((one) => Object.hasOwn(BY_CLASS, one));
  return found === undefined ? null : (BY_CLASS[found] ?? null);
};
