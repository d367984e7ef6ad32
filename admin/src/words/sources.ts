import type { Text } from '../i18n';

/** Stands for any header field in a list of sources. */
export const ANY_HEADER = 'header.';

/** A type of an attribute in words; one that no text is known of as it is. */
export const typeWords = (type: string, text: Text): string => {
  const key = `alias.type.${type}`;
  return text.has(key) ? text(key) : type;
};

/** A source of a mapping in words; one that no text is known of as it is. */
export const sourceWords = (source: string, text: Text): string => {
  if (source === ANY_HEADER) return text('alias.source.header');
  if (source.startsWith(ANY_HEADER)) {
    return text('alias.source.header.named', { name: source.slice(ANY_HEADER.length) });
  }
  const key = `alias.source.${source}`;
  return text.has(key) ? text(key) : source;
};
