export { LANGUAGES, languageOf, textsIn, type Language } from './languages';
export type { MailTexts, PageTexts, Texts } from './types';
