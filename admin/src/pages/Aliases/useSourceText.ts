import { useText } from '../../i18n';
import { sourceWords } from '../../words';

/** Says sources in words. */
export const useSourceText = (): ((source: string) => string) => {
  const text = useText();
  return (source) => sourceWords(source, text);
};
