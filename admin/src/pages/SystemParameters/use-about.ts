import type { SystemParameter } from '../../../../contracts';
import { useText } from '../../i18n';

/** What a key does, in the user's language where that is known; a newer server's own words otherwise. */
export const useAbout = (): ((parameter: SystemParameter) => string) => {
  const text = useText();
  return ({ key, known, description }) => {
    if (!known) return text('parameter.own');
    const about = `parameter.about.${key}`;
    return text.has(about) ? text(about) : (description ?? '');
  };
};
