import { useText } from '../../i18n';
import { ANY_HEADER } from './rows';

/** Says sources in words; one that no text is known of is shown as it is. */
export const useSourceText = (): ((source: string) => string) => {
  const text = useText();
  return (source) => {
    if (source === ANY_HEADER) return text('alias.source.header');
    if (source.startsWith(ANY_HEADER)) {
      return text('alias.source.header.named', { name: source.slice(ANY_HEADER.length) });
    }
    const key = `alias.source.${source}`;
    return text.has(key) ? text(key) : source;
  };
};
