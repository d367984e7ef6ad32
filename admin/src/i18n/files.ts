import { createLanguageFiles } from './language-files';

/** The texts of our pages. */
export const texts = createLanguageFiles({
  en: () => import('../translations/en.json'),
  de: () => import('../translations/de.json'),
  fr: () => import('../translations/fr.json'),
});

/** The language of our texts for a user's locale: English where theirs is not translated. */
export const languageOf = (locale: string): 'en' | 'de' | 'fr' =>
  locale === 'de' || locale === 'fr' ? locale : 'en';

/** A sentence without one of its values is better said in English than with a gap. */
const refuse = (error: Error): never => {
  throw error;
};

/** The server's own sentences are English: the file for it has only what is said shorter than the server does. */
export const sentences = createLanguageFiles(
  {
    en: () => import('../translations/sentences/en.json'),
    de: () => import('../translations/sentences/de.json'),
    fr: () => import('../translations/sentences/fr.json'),
  },
  refuse
);

/**
 * Opens a page together with its texts, in the language that Strapi set for the document, so that none is missing, nor in
 * another language for a moment.
 * @param open imports the page
 */
export const withTexts =
  <Opened>(open: () => Promise<Opened>) =>
  async (): Promise<Opened> => {
    const { lang } = document.documentElement;
    const [opened] = await Promise.all([
      open(),
      texts.load(languageOf(lang)),
      // The page works without them.
      sentences.load(lang)?.catch(() => null),
    ]);
    return opened;
  };
