import type { MappingNote } from '../../../../contracts';
import { hashKey } from '../../mail';
import {
  htmlToBlocks,
  htmlToMarkdown,
  mailHtmlToMarkdown,
  textToBlocks,
  textToHtml,
  textToMarkdown,
} from '../../html';
import type { MailToMap } from './context';
import { note } from './note';
import type { AttributeShape, Source } from './types';
import { cutToUnits, missingWords, wordsOf } from './words';

/** What a mapping made of one attribute: a value, nothing to say, or a sentence why there is no value. */
export interface Outcome {
  value?: unknown;
  note?: MappingNote;
}

const STRING_COLUMN = 255;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const isEmpty = (text: string): boolean => text.trim() === '';

const cut = (name: string, text: string, limit: number): Outcome => {
  const value = cutToUnits(text, limit);
  if (value === text) return { value };
  const message = `"${name}" was cut to ${limit} characters; the whole text is in the message.`;
  return { value, note: note('text_cut', { attribute: name, limit }, message) };
};

/** Custom editors keep HTML in a richtext attribute, unless their name says that they keep Markdown. */
const keepsHtml = ({ customField }: AttributeShape): boolean =>
  customField !== undefined && !/markdown/i.test(customField);

const richtext = (
  attribute: AttributeShape,
  words: string,
  { html, markdown }: { html: string | null; markdown?: string | null },
  inlineImages: boolean
): string => {
  if (keepsHtml(attribute)) return html ?? textToHtml(words);
  if (html === null) return textToMarkdown(words);
  return inlineImages ? (markdown ?? mailHtmlToMarkdown(html)) : htmlToMarkdown(html);
};

/** Letters and digits of the subject, made unique by the mail that it stands on. */
const slug = (subject: string, seed: string): string => {
  const base = subject
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '');
  return `${base || 'mail'}-${hashKey(seed).slice(0, 8)}`;
};

export interface WritingOptions {
  /** Pictures of the mail stay in Markdown as `cid:`, for `placeImages` to point them to their copies. */
  inlineImages: boolean;
  /** What tells this entry from every other. */
  seed: string;
}

/**
 * The value of an attribute that holds words. A required one is never empty: it says that the mail says nothing, which
 * a person finds in a list and an empty title does not.
 */
export const writtenValue = (
  name: string,
  attribute: AttributeShape,
  source: Source,
  input: MailToMap,
  { inlineImages, seed }: WritingOptions
): Outcome => {
  const words = wordsOf(source, input);
  if (attribute.type === 'uid') return { value: slug(words, seed) };
  const html = source === 'html' ? input.html : null;
  const nothing = isEmpty(words) && html === null;
  if (nothing && !attribute.required) return {};
  const text = nothing ? missingWords(source) : words;
  switch (attribute.type) {
    case 'string':
      return cut(name, oneLine(text), attribute.maxLength ?? STRING_COLUMN);
    case 'richtext':
      return cut(
        name,
        richtext(attribute, text, { html, markdown: input.markdown }, inlineImages),
        attribute.maxLength ?? Infinity
      );
    case 'blocks':
      return { value: html === null ? textToBlocks(text) : htmlToBlocks(html) };
    default: {
      const limit = attribute.maxLength ?? Infinity;
      return html !== null && html.length <= limit ? { value: html } : cut(name, text, limit);
    }
  }
};
