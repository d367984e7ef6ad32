/** The line with which mail programs introduce what they quote: a date, who wrote it, a verb, a colon. */

/** Characters that such a line may have; longer ones are somebody's own words. */
const LONGEST = 400;

/** Lines that it may be wrapped to. */
export const ATTRIBUTION_LINES = 3;

/** "wrote", by language. Words of alphabets that part words by spaces stand alone. */
const VERBS = [
  ...['wrote', 'writes', 'schrieb', 'schrieben', 'schreibt', 'a écrit', 'à écrit', 'écrit', 'écrivait'],
  ...['escribió', 'escribio', 'ha escrito', 'va escriure', 'ha scritto', 'scrive', 'scrisse', 'schreef'],
  ...['geschreven', 'escreveu', 'skrev', 'skriver', 'napisał', 'napisała', 'napisał\\(a\\)', 'pisze'],
  ...['napsal', 'napsala', 'napsal\\(a\\)', 'napísal', 'napísala', 'napísal\\(a\\)', 'píše', 'написал'],
  ...['написала', 'написал\\(а\\)', 'писал', 'писала', 'писал\\(а\\)', 'пишет', 'пише', 'написав'],
  ...[
    'yazdı',
    'yazmış',
    'kirjoitti',
    'a következőt írta',
    'ezt írta',
    'írta',
    'a scris',
    'έγραψε',
    'đã viết',
    'menulis',
    'je napisao',
  ],
  ...['je napisala', 'rašė', 'kirjutas', 'כתב', 'כתבה', 'كتب', 'كتب/كتبت', 'napisana przez'],
];
const VERB = new RegExp(
  `(?:^|[\\s,،>)"”])(?:${VERBS.join('|')})(?=[\\s:：(,]|$)|写道|寫道|写到|のメール|書きました|書いた|님이 작성|작성`,
  'iu'
);
/** Characters that may follow the verb: a name and an address, and not a sentence. */
const AFTER_VERB = 120;

/** How such a line begins: with a preposition of dates or a weekday or a date. */
const PREPOSITIONS = [
  ...['on', 'am', 'le', 'el', 'il', 'op', 'em', 'den', 'dne', 'dnia', 'w dniu', 'în', 'στις', 'vào', 'pada'],
  ...[
    'dana',
    'tarihinde',
    'em',
    'no dia',
    'il giorno',
    'o dia',
    'a',
    'at',
    'в',
    'у',
    'på',
    'ha',
    'van',
    'في',
    'בתאריך',
    'بتاريخ',
  ],
];
const WEEKDAYS = [
  ...['mon', 'tue', 'tues', 'wed', 'thu', 'thur', 'thurs', 'fri', 'sat', 'sun'],
  ...['mo', 'di', 'mi', 'do', 'fr', 'sa', 'so', 'lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim'],
  ...[
    'mié',
    'jue',
    'vie',
    'sáb',
    'dom',
    'gio',
    'sab',
    'ma',
    'wo',
    'vr',
    'za',
    'zo',
    'seg',
    'ter',
    'qua',
    'qui',
    'sex',
  ],
  ...['mån', 'tis', 'ons', 'tors', 'fre', 'lör', 'sön', 'man', 'tir', 'tor', 'lør', 'søn'],
  ...['pon', 'wt', 'śr', 'czw', 'pt', 'sob', 'niedz', 'po', 'út', 'st', 'čt', 'pá', 'ne'],
  ...['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс', 'нд'],
];
const OPENING = new RegExp(`^(?:(?:${[...PREPOSITIONS, ...WEEKDAYS].join('|')})(?=[\\s.,])|在)`, 'iu');
/** A weekday alone, as programs shorten it: people write it in full. */
const SHORT_WEEKDAY = new RegExp(`^(?:${PREPOSITIONS.join('|')}) (?:${WEEKDAYS.join('|')})[.,] `, 'iu');
/** A weekday in full begins like the date of a mail as long as the rest of it is there. */
const LONG_WEEKDAY = /^\p{L}{4,14}(?:-feira)?,? (?:den )?\d{1,2}(?![\d:：h時时点])/u;
/** A date in figures is as good a beginning: what stands above it is somebody's own. */
const FULL_DATE = /^\d{4}[年./-] ?\d|^\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}/;

/** The month in letters: as good where the sender's address stands in the same line. */
const LONG_DATE = /^\d{1,2}\.? (?:de )?\p{L}{3,12}\.?,? (?:de )?\d{4}/u;

const YEAR = /(?:^|\D)(?:19|20)\d\d(?!\d)|\d{1,2}\.? ?[./-] ?\d{1,2}\.? ?[./-] ?\d{2}/;
const TIME = /\d{1,2}(?::|\.|h|時|时|点)\d{2}/;
const ADDRESS = /[^\s<>@]@[^\s<>@]/;
/** The address is the last word, as where a language does without the verb. */
const ENDS_WITH_ADDRESS = /@[^\s<>@]{1,255}[>)\]]{0,3} ?[:：]$/;
/** A name and its address fill the line, as the first line of an introduction in Turkish or Chinese. */
const SENDER_ALONE = /^[^<>]{1,80}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>(?:[, ][^<>]{0,40})?$/;
const SENDER_FIRST = /^[^<>]{1,80}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>(?:[, ][^<>]{0,60})?$/;
/** The address alone, which some write for a sender without a name. */
const ADDRESS_ALONE = /^[^\s<>@]{1,64}@[^\s<>@]{1,255}$/;
/** As Gmail once wrote it, without a colon. */
const DATE_AND_SENDER = /^\d{4}[./-]\d{1,2}[./-]\d{1,2} [^<>]{1,80}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>$/;
/** A line that ends with an address between brackets. */
const ENDS_WITH_SENDER = /<[^<>@\s]{1,64}@[^<>@\s]{1,255}>$/;
/** Whether the line may be the last one of an introduction: most lines are not, which is told at once. */
export const closesAttribution = (words: string): boolean =>
  /[:：*-]$/.test(words) || ENDS_WITH_SENDER.test(words);

/** Some put the line between dashes. */
const DASHES = /^-{2,} ?| ?-{2,}$/g;
/** Names alone: up to four words that begin with capitals. */
const NAMES_ONLY = /^(?:\p{Lu}[\p{L}.'’-]{0,30} ){1,4}$/u;

/** A name in Chinese, Japanese or Korean, with the title that is due to it, but for "I", "he" and "earlier". */
const EAST = '(?![我他她它你您私僕俺彼先前昨今以저나그])[\\p{sc=Han}\\p{sc=Katakana}\\p{sc=Hangul}ー・]{1,8}';
/** Who wrote, in these languages: "田中さんは書きました:", "田中より:". */
const EAST_WROTE = new RegExp(
  `^${EAST}(?: ${EAST})? ?(?:(?:さん|様|氏)?[はが](?:書きました|書いた)|(?:さん|様)?より|(?:先生|女士)? ?(?:写道|寫道)|님이 (?:작성|썼습니다|쓴 글|보낸 글))[:：]$`,
  'u'
);
/** A day and a name in two parts or with its title: "2026年3月2日 田中 明:". */
const EAST_DATED = new RegExp(
  `^\\d{4} ?[年년./-] ?\\d{1,2} ?[月월./-] ?\\d{1,2}[日일]?(?: ?[(（].[)）])?(?:,? \\d{1,2}:\\d\\d)?,? (?:${EAST} ${EAST}|${EAST} ?(?:さん|様|氏|님))[:：]$`,
  'u'
);

/** What follows the line: something marked as a quote, or words that could be anybody's. */
export type Context = 'quote' | 'words';

/**
 * How well a line begins as an introduction does: 3 with "On" or a weekday and a date, or with a date in figures, 2 with its
 * sender, 1 with part of a date.
 */
export const openingOf = (words: string): 0 | 1 | 2 | 3 => {
  if (/^[\d于於]/.test(words)) {
    return FULL_DATE.test(words) || (LONG_DATE.test(words) && ADDRESS.test(words)) ? 3 : 1;
  }
  if (/\d/.test(words) && (OPENING.test(words) || LONG_WEEKDAY.test(words))) return 3;
  return SENDER_FIRST.test(words) ? 2 : 0;
};

/** Where the time ends that stands last in the line, with its zone. */
const TIME_END =
  /^.*\d{1,2}[:.h時时点]\d{2}(?::\d{2})?(?:,? ?(?:[AaPp]\.? ?[Mm]\.?|Uhr|keltezéssel|[A-Z]{0,5}[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,5}(?=,)))*,? /u;
/** A sender who is somebody else: names, and no pronoun. */
const isName = (words: string): boolean =>
  NAMES_ONLY.test(words) && !/^(?:I|Ich|Je|Yo|Io|Ik|Eu|Jag|Jeg) $/.test(words);

/**
 * Whether date, time, sender and verb are all there is: programs that know no address, or lost it on the way, write that,
 * and people do not give the minute.
 */
const isExact = (words: string): boolean => {
  const rest = words.replace(TIME_END, '');
  if (rest === words || openingOf(words) === 0) return false;
  const sender = rest.replace(VERB, '').replace(/[\s:：*]+$/, '');
  return sender !== rest && isName(`${sender.trim()} `);
};

/** Somebody's own sentence before it, in the same line. */
const RUN_ON = new RegExp(
  `\\p{L}{2}[.!?…] (?:${PREPOSITIONS.filter((one) => one.length > 1)
    .map((one) => one.replace(/^./u, (letter) => letter.toUpperCase()))
    .join('|')}) [^.!?]{0,30}\\d`,
  'u'
);

const verbAt = (words: string): number => {
  const at = words.search(VERB);
  return at >= 0 && words.length - at <= AFTER_VERB ? at : -1;
};

/** Whether the introduction says of which day it speaks. */
export const isDated = (words: string): boolean => YEAR.test(words);

/** Whether it may be an introduction that nobody knows the words of: it tells a date or a time, and no more than that. */
export const mayIntroduce = (words: string): boolean =>
  words.length <= LONGEST &&
  /[:：]$/.test(words) &&
  (YEAR.test(words) || openingOf(words) > 0) &&
  !RUN_ON.test(words);

/** Date and sender without a verb, or a name and a verb alone, which is enough right above a quote. */
const isUnspoken = (words: string): boolean => {
  if (DATE_AND_SENDER.test(words) || EAST_WROTE.test(words) || EAST_DATED.test(words)) return true;
  return ENDS_WITH_SENDER.test(words) && openingOf(words) === 3 && YEAR.test(words) && TIME.test(words);
};

/** As NetEase writes it. */
const TO_THE_SECOND = /^At \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, ?(?:"[^"]{1,80}" ?)?<[^<>]{1,255}> wrote:$/;

/** Whether it tells enough where words follow that could be anybody's. */
const introducesWords = (words: string): boolean => {
  const hasAddress = ADDRESS.test(words);
  const hasYear = YEAR.test(words);
  // Before a verb is looked for, which takes longest.
  if (!hasAddress && !hasYear) return false;
  if (TO_THE_SECOND.test(words)) return true;
  const verb = verbAt(words);
  const sender = words.slice(0, verb + 1).trim();
  if (SENDER_ALONE.test(sender) || ADDRESS_ALONE.test(sender)) return true;
  if (!hasYear) return false;
  if (!hasAddress) return verb >= 0 && isExact(words);
  return verb >= 0 || (TIME.test(words) && ENDS_WITH_ADDRESS.test(words) && openingOf(words) > 0);
};

/** Whether it tells enough right above a marked quote. */
const introducesQuote = (words: string): boolean => {
  const isTimed = YEAR.test(words) || TIME.test(words);
  const verb = verbAt(words);
  if (verb < 0) return isTimed && ADDRESS.test(words);
  if (ADDRESS.test(words)) return true;
  if (isTimed) return openingOf(words) > 0 || NAMES_ONLY.test(words.slice(0, verb + 1));
  return SHORT_WEEKDAY.test(words) || NAMES_ONLY.test(`${words.slice(0, verb)} `);
};

/**
 * Whether the words introduce a quote. Where no marked quote follows, nothing short of a date, an address and a verb (or
 * the address as the last word) will do: "On 2 March 2026 I wrote:" may be a person's own sentence.
 */
export const isAttribution = (line: string, context: Context): boolean => {
  if (line.length > LONGEST) return false;
  if (context === 'quote' && isUnspoken(line)) return true;
  const words = line.replace(DASHES, (_dashes, at: number) => (at === 0 ? '' : ':'));
  if (!/[:：]\*?$/.test(words)) return false;
  return (context === 'quote' ? introducesQuote(words) : introducesWords(words)) && !RUN_ON.test(words);
};

/** All up to the colon behind an address; what is cited in a sentence stands between quotation marks. */
const RUN_IN = /^([^<]{10,200}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>[^:：<]{1,40}[:：])\s?[^\s"“”„«»'>]/;

/** Whether the line is an introduction in full with the quote in the same line, as some make text of HTML. */
export const isRunIn = (line: string): boolean => {
  if (!SHORT_WEEKDAY.test(line) || !YEAR.test(line) || !TIME.test(line)) return false;
  const introduction = RUN_IN.exec(line)?.[1];
  return introduction !== undefined && verbAt(introduction) >= 0 && isAttribution(introduction, 'words');
};
