/** What mail programs put before the subject of an answer or a forwarded mail, in many languages, with a count or without. */
const ANSWERED =
  /^(?:re|aw|antw?|antwort|sv|vs|ref|rif|r|res|rv|odp|ynt|atb|bls|enc|fwd?|wg|tr|vl|vb|doorst|i|回复|答复|转发|回覆|轉寄|返信|転送)\s?(?:\[\d{1,4}\]|\(\d{1,4}\))?\s?[:\uFF1A]\s*/iu;

/** What companies put before the subject of mail from outside. */
const FROM_OUTSIDE = /^\[(?:ext|extern|external|externe)\]\s*/iu;

/** More of them stand before no subject. */
const PREFIXES = 20;

/** Subjects are kept up to a limit: what lies beyond it tells none apart. */
const COMPARED = 200;

/** What a subject and those of all its answers have in common (RFC 5256 2.1), for comparing; empty where nothing is left. */
export const baseSubject = (subject: string): string => {
  let rest = subject.normalize('NFKC').trim();
  for (let prefixes = 0; prefixes < PREFIXES; prefixes += 1) {
    const shorter = rest.replace(FROM_OUTSIDE, '').replace(ANSWERED, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  return rest.replace(/\s+/gu, ' ').slice(0, COMPARED).trim().toLowerCase();
};
