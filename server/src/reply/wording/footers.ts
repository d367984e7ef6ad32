/** What programs and people put below their own words, and what they say about words elsewhere. */

/** Whether the line parts the signature from the text (RFC 3676 4.3); its space is lost on many ways. */
export const isSignatureMark = (words: string): boolean =>
  words === '--' || words === '—' || words === '--=20';

const BEGINNINGS = [
  ...[
    'sent from',
    'sent via',
    'sent with',
    'sent using',
    'sent by',
    'sent on',
    'get outlook',
    'get yahoo',
    'get bluemail',
  ],
  ...[
    'gesendet von',
    'gesendet mit',
    'gesendet über',
    'gesendet aus',
    'geschickt von',
    'diese nachricht wurde von',
  ],
  ...[
    'von meinem',
    'von unterwegs',
    'holen sie sich outlook',
    'outlook für',
    'envoyé de',
    'envoyé depuis',
    'envoyé à partir',
  ],
  ...['envoyé par', 'envoyé avec', "envoyé d'", 'télécharger outlook', 'obtenez outlook', 'provenance'],
  ...[
    'enviado desde',
    'enviado do',
    'enviado de',
    'enviado a partir',
    'enviado con',
    'enviado com',
    'enviado por',
  ],
  ...[
    'obtener outlook',
    'obter o outlook',
    'obter outlook',
    'inviato da',
    'inviato dal',
    'inviato con',
    'scarica outlook',
  ],
  ...[
    'ottieni outlook',
    'verzonden vanaf',
    'verzonden vanuit',
    'verzonden met',
    'verzonden via',
    'verstuurd vanaf',
  ],
  ...[
    'verstuurd vanuit',
    'verstuurd met',
    'outlook voor',
    'download outlook',
    'outlook downloaden',
    'skickat från',
  ],
  ...[
    'skickades från',
    'skickat med',
    'hämta outlook',
    'sendt fra',
    'sendt med',
    'hent outlook',
    'få outlook',
  ],
  ...[
    'wysłane z',
    'wysłano z',
    'pobierz outlook',
    'pobierz program outlook',
    'отправлено с',
    'отправлено из',
  ],
  ...[
    'отправлено от',
    'надіслано з',
    'odesláno z',
    'odoslané z',
    'získat outlook',
    'stáhnout outlook',
    'poslano iz',
  ],
  ...[
    'lähetetty',
    'trimis de pe',
    'enviat des',
    '发自',
    '發自',
    '從我的',
    '傳送自',
    '寄自',
    '从我的',
    '나의',
    '내',
    'أرسلت من',
    'أُرسلت من',
  ],
];
const ENDINGS = [
  ...[
    'gesendet',
    'geschickt',
    'gönderildi',
    'indirin',
    'から送信',
    'から送信されました',
    '发送',
    '에서 보냄',
    'küldve',
  ],
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
  ...['outlook', 'yahoo', 'gmail', 'windows', 'gmx', 'web\\.de', 'freemail', 'courrier', 'correo'],
  ...['proton', 'tutanota', 'k-9', 'k-@', 'aquamail', 'bluemail', 'blue mail', 'thunderbird', 'spark'],
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
  `(?:^|[^\\p{L}])(?:${DEVICES.join('|')})(?:['’]\\p{L}{1,6})?(?![\\p{L}])|iphone|ipad|手机|手機`,
  'iu'
);

/** Characters and words of a footer; a longer line is a sentence. */
const LONGEST = 110;
const WORDS = 12;

const ADDRESS = /(?:<|\(|\[)?https?:\/\/[^\s<>]{1,500}(?:>|\)|\])?/g;

/** Whatever people call their device. */
const SENT_FROM_MY = /^Sent from my(?: [\p{L}\p{N}-]{1,20}){1,3}\.?$/u;

/** Begins or ends as such lines do, and is no more than that: "Sent from my iPhone", "Von meinem iPhone gesendet". */
const isSentFrom = (words: string): boolean => {
  if (SENT_FROM_MY.test(words)) return true;
  const lower = words.toLowerCase().replace(/[.!]$/, '').replaceAll('’', "'");
  if (!DEVICE.test(lower) || /[?!;,，]|[.] /.test(lower)) return false;
  return (
    BEGINNINGS.some((beginning) => lower.startsWith(beginning)) ||
    ENDINGS.some((ending) => lower.endsWith(ending))
  );
};

/** "Please excuse typos" belongs to it. */
const APOLOGY = /[.,;] {0,2}(?:please|excuse|pardon|sorry|bitte|entschuldig|désolé|disculp|scus).*$/iu;
const BRACKETS = /^[<([]+|[>)\]]+$/g;

/** Whether a program put the line below the text: "Sent from my iPhone", "Get Outlook for iOS". */
export const isFooter = (line: string): boolean => {
  const words = line.replace(ADDRESS, '').replace(APOLOGY, '').replace(BRACKETS, '').trim();
  if (words === '' || words.length > LONGEST || words.split(' ').length > WORDS) return false;
  return isSentFrom(words);
};

const INLINE = [
  ...['inline', 'in-line', 'in line below', 'answers below', 'comments below', 'see below', 'replies below'],
  ...[
    'responses below',
    'my answers',
    'my comments',
    'in red',
    'in blue',
    'in green',
    'in bold',
    'in your mail',
  ],
  ...['in your email', 'between the lines', 'interspersed', 'below in'],
  ...[
    'siehe unten',
    's.u.',
    's. u.',
    'weiter unten',
    'im text',
    'in rot',
    'in blau',
    'in grün',
    'zwischen den zeilen',
  ],
  ...['meine antworten', 'meine anmerkungen', 'meine kommentare', 'unten im', 'farbig'],
  ...[
    'ci-dessous',
    'plus bas',
    'en rouge',
    'en bleu',
    'en vert',
    'dans le texte',
    'mes réponses',
    'mes commentaires',
  ],
  ...[
    'más abajo',
    'ver abajo',
    'respuestas abajo',
    'en rojo',
    'en azul',
    'mis respuestas',
    'mis comentarios',
  ],
  ...['qui sotto', 'di seguito', 'in rosso', 'in blu', 'le mie risposte', 'i miei commenti'],
  ...['zie hieronder', 'zie onder', 'in het rood', 'mijn antwoorden', 'mijn opmerkingen', 'tussen de regels'],
  ...['ver abaixo', 'respostas abaixo', 'em vermelho', 'em azul', 'minhas respostas', 'meus comentários'],
  ...['se nedan', 'se nedenfor', 'i rött', 'i rødt', 'mina svar', 'mine svar'],
  ...[
    'patrz poniżej',
    'odpowiedzi poniżej',
    'na czerwono',
    'moje odpowiedzi',
    'см. ниже',
    'ответы ниже',
    'красным',
    'мои ответы',
  ],
  ...[
    'viz níže',
    'odpovědi níže',
    'červeně',
    'moje odpovědi',
    'cevaplar aşağıda',
    'kırmızı',
    '以下に回答',
    'インライン',
    '下記に回答',
    '赤字',
    '见下',
    '答复如下',
    '红色',
    '紅色',
  ],
];

/** Whether the words say that more of the author's own stands within what is quoted. */
export const announcesInline = (words: string): boolean => {
  const lower = words.toLowerCase();
  return INLINE.some((phrase) => lower.includes(phrase));
};
