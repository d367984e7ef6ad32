/**
 * How mail programs begin the subject of an automatic reply, by their language settings. These phrases stand at the
 * start and end in a colon (or make up the whole subject): nobody writes that by hand, so the subject alone decides.
 */
const PROGRAM_PHRASES = [
  'automatic reply',
  'automated reply',
  'automatic response',
  'automated response',
  'auto reply',
  'auto-reply',
  'autoreply',
  'auto response',
  'auto-response',
  'autoresponse',
  'auto responder',
  'autoresponder',
  'out of office autoreply',
  'out of office reply',
  'automatische antwort',
  'automatische rückantwort',
  'autom. antwort',
  'abwesenheitsnotiz',
  'abwesenheitsbenachrichtigung',
  'abwesenheitsmeldung',
  'abwesenheitsassistent',
  'réponse automatique',
  "message d'absence",
  "notification d'absence",
  'respuesta automática',
  'resposta automática',
  'resposta automàtica',
  'risposta automatica',
  'automatisch antwoord',
  'automatische reactie',
  'afwezigheidsbericht',
  'autosvar',
  'automatisk svar',
  'automatiskt svar',
  'frånvaromeddelande',
  'fraværsmelding',
  'fraværsassistent',
  'automaattinen vastaus',
  'poissaoloilmoitus',
  'odpowiedź automatyczna',
  'autoodpowiedź',
  'automatická odpověď',
  'automatická odpoveď',
  'automatikus válasz',
  'răspuns automat',
  'автоматический ответ',
  'автоответ',
  'автоматична відповідь',
  'автоматичен отговор',
  'автоматски одговор',
  'automatski odgovor',
  'samodejni odgovor',
  'automatinis atsakymas',
  'automātiska atbilde',
  'automaatne vastus',
  'automaatvastus',
  'αυτόματη απάντηση',
  'otomatik yanıt',
  'رد تلقائي',
  'الرد التلقائي',
  'תשובה אוטומטית',
  'automatisk fraværsbesked',
  'trả lời tự động',
  'ตอบกลับอัตโนมัติ',
  'balasan otomatis',
  '自動応答',
  '自動返信',
  '不在通知',
  '自动答复',
  '自动回复',
  '自動回覆',
  '自動回復',
  '자동 회신',
  '자동 응답',
] as const;

/** Words that people also write: they count only beside another sign of a machine. */
const WORDS =
  /^(?:\[?auto\]?\b|away (?:from|until|till)\b|fuori (?:sede|ufficio)|fuera de (?:la )?oficina|fora (?:do|da) |poissa\b|frånvaro|niet aanwezig|нет на месте|ofis dışında|poza biurem|ikke til stede|mimo kancelář|házon kívül|不在|外出|부재중|i am (?:away|out)\b|on (?:vacation|holiday|leave|annual leave)\b|vacation\b|out of (?:the )?office\b|ooo\b|(?:currently )?not in the office\b|abwesend\b|abwesenheit\b|(?:im )?urlaub\b|nicht im (?:büro|haus)\b|absen[ct]e?\b|en (?:vacances|congés?)\b|ausente\b|vacaciones\b|de (?:férias|vacaciones)\b|ausência\b|assente\b|in ferie\b|afwezig\b|vakantie\b|semester\b|ferie\b|loma\b|urlop\b|nieobecność\b|dovolená\b|szabadság\b|concediu\b|отпуск|в отпуске|休暇|休假)/iu;

const normal = (subject: string): string =>
  subject
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00A0]+/g, ' ')
    .trim();

const PHRASES: ReadonlySet<string> = new Set(PROGRAM_PHRASES.map(normal));

/** The phrase of a mail program with which a subject begins; null when it begins otherwise. */
export const automaticReplyPhrase = (subject: string): string | null => {
  const start = normal(subject).slice(0, 80);
  const colon = start.search(/[:：]/);
  const phrase = (colon < 0 ? start : start.slice(0, colon)).replace(/^[[(<【]|[\])>】]$/g, '').trim();
  return PHRASES.has(phrase) ? phrase : null;
};

/** Whether a subject speaks of absence in words that a person may have written too. */
export const speaksOfAbsence = (subject: string): boolean => WORDS.test(normal(subject).slice(0, 80));
