/** RFC 3463: class 2, 4 or 5. */
const ENHANCED = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;
/** RFC 5321 4.2: a refusal, not a part of a longer number. */
const SMTP = /(?:^|[^\d.])([45][0-5]\d)(?=[\s\-:;,.()\]]|$)/;

const isVague = (code: string): boolean => code.endsWith('.0.0');

/**
 * The status of a failure. The server's own words are more exact than a vague `5.0.0` beside them; an SMTP code without
 * an enhanced one gives its class.
 * @param status the Status field, where there is one.
 */
export const statusOf = (status: string | null, diagnostic: string | null): string | null => {
  const stated = status === null ? null : (ENHANCED.exec(status)?.[1] ?? null);
  if (stated !== null && !isVague(stated)) return stated;
  const said = diagnostic === null ? null : (ENHANCED.exec(diagnostic)?.[1] ?? null);
  if (said !== null && (stated === null || said[0] === stated[0])) return said;
  if (stated !== null) return stated;
  const smtp = diagnostic === null ? null : SMTP.exec(diagnostic)?.[1];
  return smtp ? `${smtp[0]}.0.0` : null;
};
