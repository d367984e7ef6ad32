/** What signatures look like, and what people write below one that is none. */

/** Whether the line parts the signature from the text (RFC 3676 4.3); its space is lost on many ways. */
export const isSignatureMark = (words: string): boolean =>
  words === '--' || words === '—' || words === '--=20';

const POSTSCRIPT =
  /^(?:(?:p\. ?){1,3}s\b|p{1,3}s\b[.:,]?(?= )|n\. ?b\b|nb[.: ]|пс\b|(?:п\. ?){1,3}с\b|п{1,3}с[.: ]|p\.? ?d\.? ?:|追伸|post ?scriptum|nachtrag)/iu;

/** Whether the line begins as postscripts do. */
export const isPostscript = (words: string): boolean => POSTSCRIPT.test(words);

/** Abbreviations with which names of people and companies end. */
const ABBREVIATION =
  /(?:^|[\s.])(?:\p{Lu}|co|inc|ltd|corp|llc|jr|sr|dr|prof|dipl|ing|gmbh|bros|dept|univ|st|str|tel|fax|s\.a|s\.r\.l|s\.p\.a|b\.v|n\.v|e\.v|z\.o\.o|a\.s|s\.r\.o|ph\.d|m\.sc|b\.sc)\.$/iu;

/** Words that a name or a title may have. */
const NAME_WORDS = 9;

/** Whether somebody says something: a sentence that ends, a list, or more words than a name or a title has. */
export const isSentence = (words: string): boolean => {
  if (/^[-•] \S/.test(words)) return true;
  // A motto, or where somebody is found; some write their address in words.
  if (/^["“„«»']|[@|]|https?:|\S at [\w-]{1,40}(?: dot \w{2,20}){1,3}>?$/.test(words)) return false;
  if (/[.!…:;。！]$/.test(words)) return / |[。！]$/.test(words) && !ABBREVIATION.test(words);
  return !/[:•·/*]| - /.test(words) && words.split(' ').length > NAME_WORDS;
};

/** What companies, associations and mailing lists say below each mail. */
const DISCLAIMER = new RegExp(
  [
    ...['\\btypos?\\b', 'brevity', 'confiden', 'privileged', 'vertraulich', 'riservat', 'poufn', 'конфиденц'],
    ...[
      'intended (?:only|solely|for|recipient)',
      'recipient',
      'empfänger',
      'destinata',
      'disclaim',
      'copyright',
    ],
    ...['(?:the|our) environment', 'before printing', 'die umwelt', "l['’]environnement", 'all rights', '©'],
    ...[
      'viru(?:s|ses|sfree|sfrei)(?:[- ]free|[- ]frei)?[.!]?$',
      'checked (?:for|by)',
      'avast',
      'amtsgericht',
    ],
    ...[
      'registered (?:in|office|no|charity)',
      'registration',
      'handelsreg',
      'registergericht',
      'geschäftsführ',
    ],
    ...[
      'subscribed to',
      'to unsubscribe',
      'unsubscribe (?:from|here|:)',
      'you (?:have )?received this',
      'zum abmelden',
    ],
    ...[
      'mailing list',
      'google groups',
      '\\bvat ',
      'ust-id',
      'office hours',
      'öffnungszeiten',
      'follow (?:me|us)',
    ],
    ...['this (?:e-?mail|message)', 'diese (?:e-?mail|nachricht)', 'ce (?:e-?mail|message|courriel)'],
    ...['est[ea] (?:correo|mensaje|mensagem|e-?mail)', 'quest[ao] (?:e-?mail|messaggio)', 'denna e-?post'],
  ].join('|'),
  'iu'
);

/** Whether the line is one that stands below every mail of its author, whatever they write. */
export const isDisclaimer = (words: string): boolean => DISCLAIMER.test(words);
