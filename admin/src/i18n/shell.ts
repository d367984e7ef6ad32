import { useIntl } from 'react-intl';
import { PLUGIN_ID } from '../pluginId';
import en from '../translations/shell/en.json';

/** The few texts that Strapi shows before a page of ours is opened: it holds them with its own, and loads them at once. */
export type ShellKey = keyof typeof en;

/** The key by which Strapi, and with it every plugin, knows a text of ours. */
export const prefixed = (key: string): string => `${PLUGIN_ID}.${key}`;

/** As Strapi wants the names of links and widgets. */
export const shellLabel = (key: ShellKey): { id: string; defaultMessage: string } => ({
  id: prefixed(key),
  defaultMessage: en[key],
});

/** The texts of the shell in a language, under Strapi's keys; none where it is not translated: Strapi falls back to English. */
export const shellTexts = async (locale: string): Promise<Record<string, string>> => {
  try {
    const file: { default: Record<string, string> } = await import(`../translations/shell/${locale}.json`);
    return Object.fromEntries(Object.entries(file.default).map(([key, text]) => [prefixed(key), text]));
  } catch {
    return {};
  }
};

/** Gives a text of the shell in the user's language. */
export const useShellText = (): ((key: ShellKey) => string) => {
  const { formatMessage } = useIntl();
  return (key) => formatMessage(shellLabel(key));
};
