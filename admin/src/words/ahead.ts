/** A time that is still to come; null for what is over. @param instant ISO 8601. */
export const ahead = (instant: string | null): string | null =>
  instant !== null && Date.parse(instant) > Date.now() ? instant : null;
