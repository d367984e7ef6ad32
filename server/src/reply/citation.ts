import { joined, type Line } from './lines';

const anyOf = (phrases: readonly string[], end = ''): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])${end}`, 'iu');

/** What people call what they cite, show or propose, and how they point at it: headlines of their own. */
const POINTER = anyOf([
  "this|these|here (?:is|are|it)|here[’']s|see|look|says?|said|reads?|wrote|as|please|quot\\p{L}+",
  'cit(?:e|ation)s?|texts?|sentences?|paragraphs?|passages?|wording|words|versions?|drafts?|propos\\p{L}+',
  'suggest\\p{L}*|errors?|warnings?|logs?|output|results?|code|snippet|trace|terminal|examples?|poems?',
  'verses?|lyrics|songs?|translat\\p{L}+|manual|faq|articles?|chapter|section|clause|pages?|lines?',
  'addresse?s?|numbers?|lists?|recipe|questions?|definition|statement|description|summary|abstract|title',
  'headline|motto|proverb|joke|rules?|comments?|reviews?|posts?|letter|notes?|instructions?|template',
  'details|data|minutes|agenda|schedule|plan|hours|times|account|password|reminder|offer|todo|fyi|important',
  'availability|model|config\\p{L}*|settings|command|script|patch|input|headers?|intro',
  'dies\\p{L}*|hier|so|laut|lautet|steht|sagt\\p{L}*|schrieb|bitte|\\p{L}*zit(?:at|ier)\\p{L}*|\\p{L}*text\\p{L}*',
  's[aä]tze?|\\p{L}*absatz|\\p{L}*stelle|wortlaut|\\p{L}*fassung|\\p{L}*entwurf|\\p{L}*vorschl[aä]ge?',
  '\\p{L}*fehler\\p{L}*|\\p{L}*meldung(?:en)?|\\p{L}*protokoll|\\p{L}*beispiele?|\\p{L}*gedicht|spruch|übersetzung',
  '\\p{L}*handbuch|\\p{L}*anleitung|artikel|\\p{L}*seite|\\p{L}*adresse|\\p{L}*nummer|\\p{L}*daten|\\p{L}*liste|fragen?',
  '\\p{L}*zeiten|rezept|ausgabe|\\p{L}*verbindung|\\p{L}*termine?|teilnehmer|rechnung|wichtig',
  'c(?:e|et|ette|es|eci)|voici|voilà|dit|écrit|phrases?|erreurs?|exemples?|poèmes?|traduction|compte|horaires',
  'est[aeo]s?|aquí|aqui|así|assim|così|dic[ee]n?|diz|citas?|text?os?|testo|fras[ei]s?|por favor|per favore',
  'versi(?:ón|one)|versão|propuesta|proposta|error[ei]s?|erros?|ejemplos?|exemplos?|esempio|poemas?|poesia',
  'artículo|artigo|articolo|dirección|endereço|indirizzo|listas?|cuenta|preguntas?|perguntas?|domand[ae]',
  'quest[aeio]|ecco|deze|zegt|staat|citaat|tekst\\p{L}*|voorstel|fout\\p{L}*|voorbeeld|adres|lijst|vraag',
  'citat|eksempel|exempel|fejl\\p{L}*|fel\\p{L}*|forslag|förslag|t[oęę]|oto|cytat|zdanie|błąd|przykład|wiersz',
  'proszę|toto|tuto|citát|chyba|příklad|báseň|návrh|prosím|это|эт[аиоу]т?|вот|текст\\p{L}*|цитат\\p{L}*',
  'ошибк\\p{L}*|пример\\p{L}*|стих\\p{L}*|адрес\\p{L}*|вопрос\\p{L}*|пожалуйста|ось|помилк\\p{L}*',
  'bu|şu|işte|şöyle|metin|alıntı|hata|örnek|lütfen|הנה|הזה|הזאת|זה|זאת|טקסט|ציטוט|שגיאה|هذا|هذه|نص|خطأ',
]);

/** The same in scripts that do not part words. */
const POINTER_RUN_IN =
  /これ|この|こう|ここ|引用|文|例|訳|エラー|[这這此]|如下|错误|錯誤|翻[译譯]|이것|이런|다음|여기|인용|예|오류/u;

const points = (words: string): boolean => POINTER.test(words) || POINTER_RUN_IN.test(words);

/** With what people close a mail. */
const CLOSING = anyOf(
  [
    'regards|thanks|thank you|cheers|sincerely|yours (?:truly|faithfully|ever)|(?:all the|my) best|best wishes|take care',
    'gr[uü](?:ß|ss|e)\\p{L}*|danke|lg|vg|mfg|bg|cordialement|bien à (?:vous|toi)|merci|salutations',
    'saludos?|gracias|abrazos?|saluti|grazie|obrigad[oa]|abraços?|atenciosamente|groet(?:en|jes)?',
    'bedankt|mvh|hälsningar|hilsen|tack|takk?|pozdrawiam|dziękuję|pozdrav\\p{L}*|děkuji|с уважением',
    'спасибо|дякую|saygılar\\p{L}*|teşekkürler|תודה|בברכה',
  ],
  '|よろしく|此致|谢谢|謝謝|감사'
);

/** Words and characters of a closing, a name, and of a reply that is no more than one; of scripts that do not part words. */
const SHORT = 4;
const SHORT_LENGTH = 40;
const RUN_IN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const RUN_IN_LENGTH = 8;

const isShort = (words: string): boolean =>
  words.split(' ').length <= SHORT && words.length <= (RUN_IN.test(words) ? RUN_IN_LENGTH : SHORT_LENGTH);

/** Neither a question, which may be one about what stands below it, nor words that go on. */
const ENDS = /[\p{L}\p{N}\p{M}).!…。！"”\p{Extended_Pictographic}\uFE0F]$/u;

/** Lines of a closing: the name may take two. */
const CLOSING_LINES = 3;

/** Whether the lines above end as a mail does: with a closing, and names below it at most. */
const isClosed = (above: readonly Line[]): boolean => {
  const end = above.slice(-CLOSING_LINES);
  const at = end.findIndex(({ text }) => isShort(text) && CLOSING.test(text));
  return (
    at >= 0 &&
    end.slice(at).every(({ text }) => isShort(text) && /[\p{L}.,!)。！]$/u.test(text) && !points(text))
  );
};

/** Whether they are a reply of a few words, as most are that stand above a quote without an introduction. */
const isBrief = (above: readonly Line[]): boolean => {
  if (above.length > 2) return false;
  const words = joined(above, 0, above.length);
  return isShort(words) && ENDS.test(words) && !points(words);
};

/** Whoever is cited, below the words; or marks of quotation around these. */
const CREDITED = /^(?:[-–—―~]{1,3}|\() ?\p{Lu}/u;
const IN_MARKS = /^["“„«»‹'‘「『]/u;

/** Whether the subject says that the mail answers one: "Re:", and what programs write for it in other languages. */
export const isReplySubject = (subject: string): boolean =>
  /^\s*(?:\[[^\]]{0,80}\]\s*)?\p{L}{1,5}(?:\[\d{1,3}\])? ?[:：]/u.test(subject);

/**
 * Whether the quote below the line may be an earlier mail, though no program says so. People cite what they spoke of, in too
 * many words to know: so they must have closed their mail above it, or have said next to nothing.
 */
export const endsAbove = (lines: readonly Line[], quote: number): boolean => {
  const above = lines.slice(0, quote);
  if (!isClosed(above) && !isBrief(above)) return false;
  return !IN_MARKS.test(lines[quote]?.text ?? '') && !CREDITED.test(lines.at(-1)?.text ?? '');
};
