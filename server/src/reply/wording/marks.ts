/** Lines that say by themselves what follows them. */

const ORIGINAL = new Set([
  ...['original message', 'original email', 'original mail', 'original appointment', 'reply message'],
  ...['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'originalmail'],
  ...['ursprüngliche mail', 'ursprüngliche e-mail'],
  ...["message d'origine", 'message original', 'message initial', "courriel d'origine"],
  ...['mensaje original', 'mensagem original', 'messaggio originale', 'missatge original'],
  ...['oorspronkelijk bericht', 'origineel bericht', 'originalmeddelande', 'ursprungligt meddelande'],
  ...[
    'oprindelig meddelelse',
    'oprindelig besked',
    'original meddelelse',
    'opprinnelig melding',
    'original melding',
  ],
  ...['oryginalna wiadomość', 'wiadomość oryginalna', 'původní zpráva', 'pôvodná správa', 'původní e-mail'],
  ...['исходное сообщение', 'оригинальное сообщение', 'первоначальное сообщение', 'вихідне повідомлення'],
  ...['orijinal mesaj', 'özgün i̇leti', 'özgün ileti', 'orijinal i̇leti', 'orijinal ileti'],
  ...[
    '元のメッセージ',
    '元のメール',
    'original message / 元のメッセージ',
    '原始邮件',
    '原邮件',
    '邮件原件',
    '原始郵件',
  ],
  ...['원본 메시지', 'alkuperäinen viesti', 'eredeti üzenet', 'mesaj original', 'αρχικό μήνυμα'],
  ...['הודעה מקורית', 'ההודעה המקורית', 'الرسالة الأصلية', 'رسالة أصلية'],
]);

const FORWARD = new Set([
  ...['forwarded message', 'begin forwarded message', 'forwarded mail', 'forwarded email', 'forwarded by'],
  ...['weitergeleitete nachricht', 'weitergeleitete mail', 'anfang der weitergeleiteten nachricht'],
  ...['anfang der weitergeleiteten e-mail', 'weitergeleitete e-mail', 'weitergeleiteter brief'],
  ...[
    'message transféré',
    'forwarded message / message transféré',
    'message réexpédié',
    'début du message réexpédié',
  ],
  ...[
    'début du message transféré',
    'mensaje reenviado',
    'inicio del mensaje reenviado',
    'mensaje original reenviado',
  ],
  ...['messaggio inoltrato', 'inizio messaggio inoltrato', 'inizio del messaggio inoltrato'],
  ...['doorgestuurd bericht', 'begin doorgestuurd bericht', 'doorgezonden bericht'],
  ...['mensagem encaminhada', 'mensagem reencaminhada', 'início da mensagem reencaminhada'],
  ...[
    'início da mensagem encaminhada',
    'vidarebefordrat meddelande',
    'vidarebefordrat mejl',
    'vidarebefordrat brev',
  ],
  ...['videresendt meddelelse', 'videresendt besked', 'start på videresendt besked', 'videresendt melding'],
  ...['start på videresendt melding', 'videresendt e-post', 'przekazana wiadomość', 'wiadomość przekazana'],
  ...['początek przekazywanej wiadomości', 'пересылаемое сообщение', 'пересланное сообщение'],
  ...['начало переадресованного сообщения', 'начало пересылаемого сообщения', 'перенаправленное сообщение'],
  ...['přeposlaná zpráva', 'začátek přeposílané zprávy', 'přeposlaný e-mail', 'preposlaná správa'],
  ...['iletilen mesaj', 'yönlendirilen mesaj', 'iletilmiş mesaj', 'iletilen ileti', 'yönlendirilmiş ileti'],
  ...[
    'i̇letilen mesaj',
    'i̇letilen ileti',
    'i̇letilmiş mesaj',
    'i̇letilmiş mesaj başlangıcı',
    'iletilmiş mesaj başlangıcı',
  ],
  ...[
    '転送メッセージ',
    '転送されたメッセージ',
    '転送メール',
    '转发邮件',
    '转发的邮件',
    '开始转发的邮件',
    '下面是被转发的邮件',
  ],
  ...[
    '转发邮件信息',
    '轉寄的郵件',
    '轉寄郵件',
    '전달된 메시지',
    'välitetty viesti',
    'továbbított üzenet',
    'mesaj redirecționat',
  ],
  ...['переслане повідомлення', 'προωθημένο μήνυμα'],
]);

const DECORATION = /^[-_=*~ ]*|[-_=*~ :：]*$/g;

const bare = (words: string): string => words.toLowerCase().replaceAll('’', "'").replace(DECORATION, '');

/** Characters that such a line may have, with its dashes. */
const LONGEST = 120;

/** Such a line with the header that follows it run into it, as phones write it: "---- Original message ----From: Ed". */
const RUN_IN = /^[-_=*~]{4,} ?[^-_=*~]{4,60}[-_=*~]{4,}(?=[^-_=*~ ][^:：]{0,23}[:：])/;

const markIn = (words: string): string | null => {
  if (words.length <= LONGEST && !/^[-_=*~]{4}/.test(words)) return words;
  return RUN_IN.exec(words)?.[0] ?? (words.length <= LONGEST ? words : null);
};

/**
 * Whether the line says that an earlier mail follows: "-----Original Message-----". What people set apart as a headline
 * ("*Original message*") is as good only above a header.
 */
export const isOriginalMark = (words: string, isAboveHeader: boolean): boolean => {
  if (!(isAboveHeader ? /^[-_=*~]/ : /^\*{0,2}[-_]{2}/).test(words)) return false;
  const mark = markIn(words);
  return mark !== null && /[-_=*~:：]$/.test(mark) && ORIGINAL.has(bare(mark));
};

/** Whether the line says that a forwarded mail follows. */
export const isForwardMark = (words: string): boolean => {
  if (!/^[-_=*~]{2,}|[:：]$/.test(words)) return false;
  const mark = markIn(words);
  return mark !== null && FORWARD.has(bare(mark));
};

/** Whether the subject is that of a forwarded mail, in which the earlier mail is what matters. */
export const isForwardSubject = (subject: string): boolean =>
  /^\s*(?:[[({*]{1,2}[^[\](){}*]{1,30}[\])}*]{1,2} ?:?\s*|ext(?:ernal)?:\s*){0,3}\[?(?:fwd?|forward|wg|tr|rv|enc|doorst|vb|vs|pd|i|fs|ynt|ilt|i̇lt|vl|πρθ|пересл|tov[aá]bb[ií]t[aá]s|přepos[lí]|ynl|转发|轉寄|転送|전달)\.?\s?[:：]/i.test(
    subject
  );

/** Whether the line only sets apart what follows; it may say so in words that are not known here. */
export const isRule = (words: string): boolean =>
  words.length <= LONGEST &&
  (/^[-_=* ]{3,}$/.test(words) || (/^[-_=]{4}/.test(words) && /[-_=]{4}$/.test(words)));

const ABOVE = [
  ...['above this line', 'oberhalb dieser zeile', 'über dieser zeile', 'au-dessus de cette ligne'],
  ...[
    'encima de esta línea',
    'sopra questa riga',
    'sopra questa linea',
    'boven deze regel',
    'boven deze lijn',
  ],
  ...['acima desta linha', 'ovanför denna rad', 'over denne linje', 'over denne linjen', 'powyżej tej linii'],
  ...[
    'powyżej tego wiersza',
    'выше этой строки',
    'nad tento řádek',
    'bu satırın üst',
    'この行より上',
    '此行上方',
    '此行以上',
  ],
];

/** How the line begins where nothing sets it apart; it ends with the phrase then. */
const REPLY =
  /^(?:please |bitte |merci de )?(?:reply|respond|write|type|enter|antworten|schreiben|répond|écri|responda|escriba|rispond|scriv)/;

/** Whether help desks put the line above their notices: "##- Please type your reply above this line -##". */
export const isReplyAbove = (words: string): boolean => {
  if (words.length > 200) return false;
  if (/^[-#=_*~]{2,}/.test(words)) {
    const lower = words.toLowerCase();
    return ABOVE.some((phrase) => lower.includes(phrase));
  }
  const lower = words.toLowerCase().replace(/[.:!]$/, '');
  return lower.length <= 60 && REPLY.test(lower) && ABOVE.some((phrase) => lower.endsWith(phrase));
};
