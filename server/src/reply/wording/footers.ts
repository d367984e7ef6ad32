/** What programs and people put below their own words. */

const BEGINNINGS = [
  ...[
    'sent from',
    'sent via',
    'sent with',
    'sent using',
    'sent by',
    'sent on',
    'gesendet von',
    'gesendet mit',
  ],
  ...['gesendet über', 'gesendet aus', 'geschickt von', 'envoyé de', 'envoyé depuis', 'envoyé à partir'],
  ...['envoyé par', 'envoyé avec', "envoyé d'", 'provenance :', 'provenance:', 'enviado desde', 'enviado do'],
  ...[
    'enviado de',
    'enviado a partir',
    'enviado con',
    'enviado com',
    'enviado por',
    'inviato da',
    'inviato dal',
  ],
  ...[
    'inviato con',
    'verzonden vanaf',
    'verzonden vanuit',
    'verzonden met',
    'verzonden via',
    'verstuurd vanaf',
  ],
  ...['verstuurd vanuit', 'verstuurd met', 'skickat från', 'skickades från', 'skickat med', 'sendt fra'],
  ...['sendt med', 'wysłane z', 'wysłano z', 'отправлено с', 'отправлено из', 'отправлено от', 'надіслано з'],
  ...['odesláno z', 'odoslané z', 'poslano iz', 'lähetetty', 'trimis de pe', 'enviat des', '发自', '發自'],
  ...['傳送自', '寄自', 'أرسلت من', 'أُرسلت من', 'נשלח מ'],
];

/** Where people get such a program, as it says itself: with what it runs on, which people have no need to say. */
const OFFERS = [
  ...[
    'get outlook',
    'get yahoo',
    'get bluemail',
    'holen sie sich outlook',
    'outlook für',
    'télécharger outlook',
  ],
  ...['obtenez outlook', 'obtener outlook', 'obter o outlook', 'obter outlook', 'scarica outlook'],
  ...['ottieni outlook', 'outlook voor', 'download outlook', 'outlook downloaden', 'hämta outlook'],
  ...['hent outlook', 'få outlook', 'pobierz outlook', 'pobierz program outlook', 'získat outlook'],
  ...['stáhnout outlook', 'skaffa outlook', 'загрузить outlook', 'получить outlook'],
];
const PLATFORM = /(?:^|[^\p{L}])(?:ios|android|iphone|ipad|mac|macos|windows|mobile)(?![\p{L}])/iu;

/** How the line ends in languages that put the verb there, and how it begins then. */
const ENDINGS: readonly (readonly [beginning: RegExp, ending: RegExp])[] = [
  [
    /^(?:von |diese (?:nachricht|e-?mail) wurde (?:von|mit|mittels|über) |vom )/,
    /(?:gesendet|geschickt|verschickt)$/,
  ],
  [/^/, /(?:['’]?\p{L}*(?:dan|den|tan|ten)|ile) gönderildi$/u],
  [/^(?:outlook|ios|android|mac|windows)/, /(?:indirin|edinin)$/],
  [/^(?!.*[をはが、])/, /から送信(?:されました)?$/],
  [/^(?:从|從|由|使用|通过)/, /(?:发送|傳送|發送)$/],
  [/^/, /에서 (?:보냄|전송)$/],
  [/^/, /^(?:\S+ ){1,4}küldve$/],
];

const DEVICES = [
  ...[
    'iphone',
    'ipad',
    'ipod',
    'apple watch',
    'android',
    'samsung',
    'galaxy',
    'huawei',
    'xiaomi',
    'redmi',
    'oneplus',
  ],
  ...['pixel', 'nokia', 'lumia', 'sony', 'xperia', 'htc', 'motorola', 'oppo', 'blackberry', 'smartphone'],
  ...[
    'mobile',
    'mobilen',
    'mobilgerät',
    'mobilteil',
    'device',
    'gerät',
    'appareil',
    'dispositivo',
    'apparaat',
    'enhet',
    'enhed',
    'mobil',
    'mobiltelefon',
    'mobiele',
    'telefon',
    'telefoon',
    'téléphone',
    'handy',
    'tablet',
    'phone',
  ],
  ...['outlook', 'yahoo', 'gmail', 'windows', 'gmx', 'web\\.de', 'freemail', 'courrier pour', 'correo para'],
  ...[
    'proton',
    'protonmail',
    'tutanota',
    'k-9',
    'k-@',
    'aquamail',
    'bluemail',
    'blue mail',
    'thunderbird',
    'spark',
  ],
  ...['mailbird', 'superhuman', 'mailbox', 'airmail', 'aol', 'mail\\.ru', 'яндекс', 'айфон', 'смартфон'],
  ...[
    'cell',
    'wireless',
    'verizon',
    'at&t',
    'i-?pad',
    'iphonu',
    'iphonie',
    'iphonesta',
    '手机',
    '手機',
    'fairphone',
  ],
];
/** As words of their own: "pixels" are no device. Scripts without spaces have no such words. */
const DEVICE = new RegExp(
  `(?:^|[^\\p{L}])(?:${DEVICES.join('|')})(?:['’]\\p{L}{1,6})?(?![\\p{L}])|iphone|ipad|手机|手機|אייפון`,
  'iu'
);

/** Characters and words of a footer; a longer line is a sentence. */
const LONGEST = 110;
const WORDS = 12;

const ADDRESS = /(?:<|\(|\[)?https?:\/\/[^\s<>]{1,500}(?:>|\)|\])?/g;

/** Whatever people call their device: a name of its own. */
const SENT_FROM_MY = /^Sent from my(?: [\p{L}\p{N}-]{1,20}){0,2} [\p{Lu}\p{N}i][\p{L}\p{N}-]{1,20}\.?$/u;

/** What no program says: when, why, or that it is not so. */
const TOLD =
  /(?<![\p{L}])(?:yesterday|today|tonight|this|last|ago|below|not|again|please|but|and|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|gestern|heute|morgen|nicht|kein\p{L}*|ich|habe|wir|bitte|hier|aujourd'hui|demain|pas|encore|ayer|hoy|nuevo|ieri|oggi|non|ontem|hoje|não|gisteren|vandaag|niet|i ?går|i ?dag|inte|ikke|wczoraj|dzisiaj|nie|вчера|сегодня|не|вчора|včera|dnes|dün|bugün|eilen|tänään|ieri|[\d:.]{3,} (?:uhr|h))(?![\p{L}])/iu;

/** Begins or ends as such lines do, and is no more than that: "Sent from my iPhone", "Von meinem iPhone gesendet". */
const isSentFrom = (words: string): boolean => {
  const lower = words.toLowerCase().replace(/[.!]$/, '').replaceAll('’', "'");
  if (TOLD.test(lower)) return false;
  if (SENT_FROM_MY.test(words)) return true;
  if (!DEVICE.test(lower) || /[?!;,，]|[.] /.test(lower)) return false;
  if (OFFERS.some((offer) => lower.startsWith(offer))) return PLATFORM.test(lower);
  return (
    BEGINNINGS.some((beginning) => lower.startsWith(beginning)) ||
    ENDINGS.some(([beginning, ending]) => beginning.test(lower) && ending.test(lower))
  );
};

/** "Please excuse typos" belongs to it, and nothing else that is asked. */
const APOLOGY =
  /[.,;] {0,2}(?:(?:please|kindly|bitte|veuillez|por favor|so) )?(?:excuse|pardon|forgive|sorry|apologi|entschuldig|verzeih|désolé|disculp|scus)[^.,;]{0,60}(?:typos?|errors|mistakes|brevity|spelling|autocorrect|tippfehler|kürze|fehler|fautes|erreurs|brièveté|errores|brevedad|errori|brevità)[.!]?$/iu;
const BRACKETS = /^[<([]+|[>)\]]+$/g;

/** Whether a program put the line below the text: "Sent from my iPhone", "Get Outlook for iOS". */
export const isFooter = (line: string): boolean => {
  const words = line.replace(ADDRESS, '').replace(APOLOGY, '').replace(BRACKETS, '').trim();
  if (words === '' || words.length > LONGEST || words.split(' ').length > WORDS) return false;
  return isSentFrom(words);
};
