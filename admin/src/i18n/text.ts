import * as React from 'react';
import { useIntl } from 'react-intl';
import type en from '../translations/en.json';
import { languageOf, texts } from './files';
import { prefixed, type ShellKey } from './shell';

/** Every text of the admin; what is not in an English file does not compile. */
export type TextKey = keyof typeof en | ShellKey;

/** Values of a text's placeholders. */
export type TextValues = Record<string, string | number>;

/** Gives a text in the user's language. */
export interface Text {
  (key: TextKey, values?: TextValues): string;
  /** Whether there is such a text: for codes that a newer server may send. */
  has(key: string): key is TextKey;
  /** Whether the user reads English, in which the server's own sentences are. */
  isEnglish: boolean;
}

/** @see Text. In pages that were opened with their texts (`withTexts`); while those of another language come, the former stay. */
export const useText = (): Text => {
  const { formatMessage, locale, messages } = useIntl();
  const language = languageOf(locale);
  const intl = React.useSyncExternalStore(texts.subscribe, () => texts.at(language) ?? texts.latest());
  React.useEffect(() => {
    // Where they cannot be had the former stay, and the next page asks again.
    texts.load(language)?.catch(() => null);
  }, [language]);
  return React.useMemo(() => {
    if (intl === null) throw new Error('A page is opened together with its texts.');
    // Strapi has those of the shell, and what a site says otherwise (`config.translations`).
    const isStrapis = (key: string): boolean => Object.hasOwn(messages, prefixed(key));
    const text = (key: TextKey, values?: TextValues): string =>
      isStrapis(key) ? formatMessage({ id: prefixed(key) }, values) : intl.formatMessage({ id: key }, values);
    const has = (key: string): key is TextKey => isStrapis(key) || Object.hasOwn(intl.messages, key);
    return Object.assign(text, { has, isEnglish: locale.startsWith('en') });
  }, [formatMessage, intl, locale, messages]);
};
