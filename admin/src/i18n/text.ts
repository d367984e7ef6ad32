import * as React from 'react';
import { useIntl } from 'react-intl';
import { PLUGIN_ID } from '../pluginId';
import en from '../translations/en.json';

/** Every text of the admin; what is not in `en.json` does not compile. */
export type TextKey = keyof typeof en;

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

/** The key by which Strapi, and with it every plugin, knows a text of ours. */
export const prefixed = (key: string): string => `${PLUGIN_ID}.${key}`;

const has = (key: string): key is TextKey => Object.hasOwn(en, key);

/** @see Text. English stands in where a language lacks a text. */
export const useText = (): Text => {
  const { formatMessage, locale } = useIntl();
  return React.useMemo(() => {
    const text = (key: TextKey, values?: TextValues): string =>
      formatMessage({ id: prefixed(key), defaultMessage: en[key] }, values);
    return Object.assign(text, { has, isEnglish: locale.startsWith('en') });
  }, [formatMessage, locale]);
};
