/** What people say of words that do not stand where a reply begins: their own further down, or somebody else's. */

/** A word of its own, in scripts that part words. */
const anyOf = (phrases: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`, 'iu');

/** That their answers stand below or within what follows, and how those are told apart. */
const INLINE = anyOf([
  // English
  ...['below', 'beneath', 'in-?line', 'interspersed', 'embedded', 'between the lines', 'scroll down'],
  ...['at the (?:bottom|end) of', 'at the bottom', 'in (?:all )?(?:caps|capitals|colou?r|italics)'],
  ...['in (?:red|blue|green|bold|purple|orange|pink|yellow)', 'highlighted', 'with(?:in)? your (?:e-?)?mail'],
  ...['in your (?:e-?)?(?:mail|message|text)', 'my (?:answers|comments|replies|responses|remarks)'],
  ...['after each', '(?:marked|tagged|prefixed) (?:with|by|as (?=["“\'<[*#]))'],
  ...[
    'answers? to (?:your|the) (?:questions?|points)',
    'each (?:point|question)',
    'point by point',
    'one by one',
  ],
  // German
  ...['unten', 'unten ?stehend\\p{L}*', 'nach(?:folg|steh)end\\p{L}*', 's\\. ?u\\.', 'im text', 'farbig'],
  ...['in (?:rot|blau|grün|gelb|fett|lila|orange|großbuchstaben|grossbuchstaben)', 'zwischen den zeilen'],
  ...['(?:rot|blau|grün|gelb|farblich) (?:markiert|hervorgehoben)', '(?:gelb|rot|blau|grün) hinterlegt'],
  ...['direkt (?:unter|in den text|im text)', 'in (?:deine|ihre|eure)r? (?:e-?)?(?:mail|nachricht)'],
  ...['meine (?:antworten|anmerkungen|kommentare)', 'im anschluss an', 'am ende der (?:e-?)?mail'],
  ...['(?:zu|auf) (?:ihren?|deinen?|euren?) (?:fragen|punkten)', 'punkt für punkt'],
  // French
  ...[
    'ci[- ]dessous',
    'plus bas',
    'en bas',
    'voir infra',
    'entre les lignes',
    'point par point',
    'surlign\\p{L}+',
  ],
  ...[
    'en (?:rouge|bleu|vert|gras|orange|jaune|couleur|majuscules)',
    'mes (?:réponses|commentaires|remarques)',
  ],
  ...['dans (?:le texte|le corps|(?:votre|ton) (?:mail|e-mail|message|courriel|texte))'],
  ...['à (?:vos|tes) questions', 'chaque (?:question|point)'],
  // Spanish, Portuguese, Italian, Romanian
  ...['abajo', 'debajo', 'a continuación', 'entre líneas', 'en el texto', 'mis (?:respuestas|comentarios)'],
  ...['en (?:rojo|azul|verde|negrita|mayúsculas|color)', 'en (?:tu|su) (?:correo|mensaje|mail|email)'],
  ...[
    'abaixo',
    'em baixo',
    'embaixo',
    'a seguir',
    'no texto',
    'n[oa] (?:seu|sua|teu|tua) (?:e-?mail|mensagem)',
  ],
  ...['em (?:vermelho|azul|verde|negrito|maiúsculas)', 'minhas respostas', '(?:os )?meus comentários'],
  ...['sotto', 'di seguito', 'in calce', 'nel testo', 'tra le righe', 'le mie risposte', 'i miei commenti'],
  ...['in (?:rosso|blu|verde|maiuscolo|grassetto)', 'mai jos', 'cu roșu', 'în text'],
  // Dutch and the languages of the north
  ...['hieronder', 'onderaan', 'onderstaand\\p{L}*', 'zie onder', 'in de tekst', 'tussen de regels'],
  ...['in (?:het )?(?:rood|blauw|groen|vet)', 'mijn (?:antwoorden|opmerkingen|reacties)', 'in je mail'],
  ...[
    'nedan',
    'nedanför',
    'nedenfor',
    'svar under',
    'i texten',
    'i teksten',
    '(?:i|med) (?:rött|rødt|blått|blåt)',
  ],
  ...['min[ae] (?:svar|kommentar(?:er)?)', 'vastaukse\\p{L}+', 'punaisella'],
  // Polish, Czech, Slovak, Russian, Ukrainian
  ...[
    'poniżej',
    'niżej',
    'na czerwono',
    'w treści (?:maila|wiadomości)',
    '(?:odpowied\\p{L}+|odpowiadam) w treści',
    'moje odpowiedzi',
    'níže',
    'nižšie',
    'červeně',
    'v textu',
  ],
  ...['moje odpovědi', 'dole', 'ниже', 'внизу', 'красным', 'синим', 'жирным', 'в тексте', 'по тексту'],
  ...['мои ответы', 'между строк', 'нижче', 'червоним', 'в тексті', 'мої відповіді'],
  // Others
  ...[
    'aşağıda(?:ki)?',
    'kırmızı(?:yla)?',
    'pirossal',
    'alább',
    'lejjebb',
    'lásd lent',
    'παρακάτω',
    'κόκκινο',
  ],
  ...['bên dưới', 'màu đỏ', 'di bawah', 'أدناه', 'بالأحمر', 'למטה', 'להלן', 'באדום', 'בגוף המייל'],
]);

/** The same in scripts that do not part words. */
const INLINE_RUN_IN =
  /(?:以下|下記|下方|下面|下文)[^。]{0,10}(?:回答|返信|返答|コメント|回复|回覆|答复|答覆)|(?:回答|回复|回覆|答复|答覆|답변|회신)[^。]{0,6}(?:如下|[见見]下|下方|下面|下文|아래)|아래[^.]{0,10}(?:답|회신)|赤字|青字|文中|インライン|^[见見]下|[红紅蓝藍]色|标红|標紅|빨간|파란|인라인/u;

/** Whether the words say that more of the author's own stands within what is quoted. */
export const announcesInline = (words: string): boolean => INLINE.test(words) || INLINE_RUN_IN.test(words);

/** That somebody else's words are what the mail is about. */
const SHOWN = anyOf([
  ...['(?:found|got|received|see|read|saw) (?:this|these)', 'the following', 'phishing', 'scam', 'spam'],
  ...['(?:strange|weird|odd|fake|seltsame|komische|merkwürdige) (?:e-?)?(?:mail|message|nachricht)'],
  ...[
    'suspicious',
    'folgende[nrs]?',
    'verdächtig\\p{L}*',
    'suspect',
    'suivant[es]*',
    'siguientes?',
    'seguenti?',
  ],
]);

/** Whether the words show what follows, as people pass on a mail that they ask about. */
export const showsOthers = (words: string): boolean => SHOWN.test(words);

/** A line that goes on, as a greeting does. */
const SALUTATION =
  /^[^\s,]+(?: [^\s,]+){1,4} ?[,，、]$|^(?:hi|hello|hey|hallo|moin|servus|bonjour|salut|hola|ciao|olá|hej|hei|ahoj|cześć|привет|merhaba),$/iu;

/** Whether the line is no more than a greeting: who wrote nothing else above a quote wrote below or within it. */
export const isGreeting = (words: string): boolean => words.length <= 80 && SALUTATION.test(words);

const CLOSING = anyOf([
  ...['regards', 'wishes', 'cheers', 'thanks', 'thank you', 'sincerely', 'faithfully', 'yours'],
  ...['grüße', 'grüßen', 'grüsse', 'grüssen', 'gruß', 'gruss', 'cordialement', 'salutations', 'saludos'],
  ...['saluti', 'cumprimentos', 'abraços', 'groeten?', 'hälsningar', 'hilsen', 'terveisin', 'pozdrawiam'],
  ...['pozdravem', 'уважением', 'üdvözlettel', 'saygılarımla', 'merci', 'danke', 'gracias', 'grazie'],
]);

/** Whether the line is one with which people end. */
export const isClosing = (words: string): boolean => CLOSING.test(words);

const UPWARDS = anyOf([
  ...[
    'above',
    'this is (?:what|how|from)',
    'that is (?:the|what|how|from)',
    'these are',
    'those (?:are|lines)',
    '(?:found|got|saw) (?:this|that|these|it)',
  ],
  ...[
    'oben',
    'obig\\p{L}*',
    'das (?:ist|steht|sagt|war)',
    'ci-dessus',
    "c'est (?:ce|le)",
    'arriba',
    'esto es',
    'sopra',
  ],
  ...[
    'questo è',
    'acima',
    'isto é',
    'hierboven',
    'bovenstaand\\p{L}*',
    'ovan',
    'ovenfor',
    'powyż\\p{L}+',
    'výše',
    'выше',
  ],
]);

/** Whether the words speak of what stands above them, or whether a sign there points to it. */
export const pointsAbove = (words: string): boolean =>
  UPWARDS.test(words) ||
  /^(?:\^|↑|[上以]上|上記|上述|위)|^(?:is|are|was|were|ist|sind|war|est|sont|son|è|é|são|jest|är|er) /u.test(
    words
  );

const ANSWER =
  /^(?:yes|no|yep|nope|ok|okay|sure|done|noted|agreed|thanks|thank you|thx|ja|nein|danke|erledigt|gern|oui|non|merci|d'accord|sí|gracias|sì|grazie|sim|obrigad[oa]|nee|bedankt|nej|tack|tak|takk|nie|dzięki|dziękuję|ano|děkuji|да|нет|спасибо|evet|hayır|teşekkürler)(?![\p{L}\p{N}])|^(?:はい|いいえ|了解|承知|ありがとう|好的|收到|谢谢|謝謝|네|예|감사)/iu;

/** Whether the words are a short answer and nothing else, so that a line quoted below is what they answer. */
export const isShortAnswer = (words: string): boolean =>
  words.length <= 60 && /[.!…。！]$/.test(words) && ANSWER.test(words);
