/** What servers of companies and mailing lists add to each mail that passes them. */

/** For whom the mail is. */
const RECIPIENT =
  /intended (?:(?:only|solely|exclusively|strictly) )?for (?:(?:the|its|their) (?:\p{L}+ ){0,2}(?:use|addressee|individual|person|recipient|entity|organi[sz]ation|party)|use)|(?:intended|named) recipient|addressee|individual(?:s|\(s\))? (?:or entity|named)|(?:ausschlie(?:ß|ss)lich|nur) für de[nr]|adressat|destinat[aáe]|dirigid[ao] exclusiv|exclusivamente|geadresseerde|uitsluitend|bestemd voor|adressaat|adresat|avsedd|tiltenkt/iu;

/** Each says something that a notice does; two of them are needed. */
const SUBJECTS: readonly RegExp[] = [
  /confiden[ct]|vertraulich|riservat|vertrouwelijk|konfident|fortrolig|poufn|конфиденц|gizli|機密|保密/iu,
  RECIPIENT,
  /in error|irrtümlich|par erreur|por error|per errore|por engano|por erro|abusievelijk|ten onrechte|av misstag|ved en feil|omyłkow|по ошибке/iu,
  /virus|malware/iu,
  /disclaim|opinions? expressed|(?:views|opinions) .{0,60}(?:those of|official)|personal (?:views|opinions)|liability|haftung|responsabili/iu,
  /monitor|(?:swept|screened|scanned) (?:for|by)|may be (?:recorded|logged|automatically)|überwacht/iu,
  /notify (?:the|us|your)|delete (?:it|this|the)|informieren sie|vernichten|löschen|supprim|avis(?:er|e) |borre|elim[ií]n|notifi(?:que|car|carlo)|cancell|apague|verwijder|radera|slett?e|usun|удалит/iu,
  /privileged?|unauthori[sz]ed|disclosure|distribution|unbefugt|unerlaubt|non autoris|prohibid|vietat|proibid|verboden|förbjud|forbudt|zabron/iu,
  /any (?:files|attachments)|attachments (?:to|with) it|allfällige|eventuelle anlagen|pièces? jointes?|anexos|allegat|bijlage/iu,
  /data protection|datenschutz|protección de datos|gdpr|dsgvo|rgpd/iu,
];

/** Nobody says "I" there, nor what is to come on a day. */
const FIRST_PERSON =
  /(?<![\p{L}'’.])(?:[Ww]e (?:will|have|are|need|meet)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|I|my|mine|[Ii]ch|[Mm]ein\p{L}*|[Jj]e|[Mm]es|[Yy]o|[Ii]k|[Jj]ag|[Jj]eg)(?![\p{L}.])/u;

/** Whether the words are such a notice about mails and who may read them. */
export const isNotice = (words: string): boolean =>
  !/\?(?: |$)/.test(words) &&
  !FIRST_PERSON.test(words) &&
  SUBJECTS.filter((one) => one.test(words)).length > 1;

/** Whether the words say for whom a mail is meant, as notices do. */
export const namesRecipient = (words: string): boolean => RECIPIENT.test(words);

/** Whether the words have anything of such a notice. */
export const speaksOfMail = (words: string): boolean => SUBJECTS.some((one) => one.test(words));

const OPENERS = [
  ...[
    'this (?:e-?mail|message|communication|transmission)',
    'the (?:information|contents?) (?:contained )?(?:in|of) this',
  ],
  ...[
    'if you (?:are not the|have received this)',
    'confidentiality(?: notice| note)?:?',
    '(?:legal )?disclaimer:?',
  ],
  ...[
    'diese (?:e-?mail|nachricht|mitteilung)',
    'der inhalt dieser',
    'die(?:se)? (?:in dieser .{3,20} enthaltenen )?informationen',
  ],
  ...['ce (?:message|mail|courriel|courrier)', 'cet e-?mail', 'le pr[ée]sent (?:message|courriel)'],
  ...[
    'este (?:correo|mensaje|e-?mail|email)',
    'esta (?:mensagem|comunicaci[oó]n)',
    'el (?:contenido de )?(?:este|presente) (?:correo|mensaje)',
  ],
  ...[
    'la informaci[oó]n contenida',
    'as informa[cç][oõ]es contidas',
    'quest[ao] (?:e-?mail|messaggio|comunicazione)',
    'il presente messaggio',
  ],
  ...[
    'le informazioni contenute',
    'di(?:t|e) (?:bericht|e-?mail)',
    'deze e-?mail',
    'de informatie in',
    '(?:detta|det här|denna|denne|dette) (?:e-?post|meddelande|melding|e-?mail|mail)',
  ],
].join('|');

const BEGINNING = new RegExp(`^[*_"]{0,2}(?:${OPENERS})(?![\\p{L}])`, 'iu');
const ITSELF = new RegExp(`(?<!\\p{L})(?:${OPENERS})(?!\\p{L})`, 'iu');

/** Whether the words speak of the mail in which they stand. */
export const namesItself = (words: string): boolean => ITSELF.test(words);

/** Whether the line begins as such a notice does that stands in a paragraph of its own. */
export const beginsNotice = (words: string): boolean => BEGINNING.test(words);

/** Whether the line is the rule above or below such a notice. */
export const isNoticeRule = (words: string): boolean =>
  /^(?:\*{10,}|_{10,}|={10,}|-{10,}|(?:\* ?){10,})$/.test(words);

/** Whether the words ask for such a notice, or show one. */
export const speaksOfNotices = (words: string): boolean =>
  /[:：]$|disclaimer|footer|signature|haftungsausschluss|fu(?:ß|ss)zeile|signatur|avertissement|aviso|dicitura/iu.test(
    words
  );

const LIST = /^(?!.*[.!?]$)(?:[^\s]{1,60} ){1,6}(?:mailing ?lists?|mailingliste?n?|liste de diffusion)$/iu;
const SUBSCRIBED = new RegExp(
  `^(?:${[
    "you (?:are )?receiv(?:ed|ing) this (?:message|e-?mail|mail) because you(?: are|'re| were| have) ?(?:currently )?(?:subscribed|signed up|a member)",
    'sie (?:erhalten|haben) diese (?:nachricht|e-?mail)(?: erhalten)?, (?:weil|da) sie .{0,120}(?:abonni|angemeldet)',
    'vous (?:recevez|avez reçu) ce (?:message|mail), car vous êtes (?:abonné|inscrit)',
    '(?:has recibido|recibes) este (?:mensaje|correo) porque (?:estás|te has) (?:suscri)',
    '(?:hai ricevuto|ricevi) questo messaggio perché sei iscritt',
    'você recebeu essa mensagem porque está inscrito',
  ].join('|')})`,
  'iu'
);
const LIST_DETAIL = /[^\s@]@[^\s@]|https?:|unsubscri|abmelde|désabonn|suscri|disiscri/iu;

/** Whether the line names the mailing list below a rule. */
export const namesList = (words: string): boolean => words.length <= 100 && LIST.test(words);

/** Whether the line says to what its reader has subscribed. */
export const saysSubscribed = (words: string): boolean => SUBSCRIBED.test(words);

/** Whether the line says where the list is found, and how it is left. */
export const detailsList = (words: string): boolean => LIST_DETAIL.test(words);
