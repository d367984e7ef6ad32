import { z } from 'zod';

/**
 * What the server says to people. It says it in English, for users of the API and for logs, and says in a code and values
 * what the sentence is about, so that the panel can word it in the language of its user.
 */

/** The codes of one kind of sentence, each with the names of its values. */
export type Codes = Readonly<Record<string, readonly string[]>>;

export type SentenceValue = string | number;

/** What the sentence of a code is about. */
export type ValuesOf<Kind extends Codes, Code extends keyof Kind> = Record<Kind[Code][number], SentenceValue>;

/** One sentence of a kind. */
export type SentenceOf<Kind extends Codes> = {
  [Code in keyof Kind & string]: { code: Code; values: ValuesOf<Kind, Code>; message: string };
}[keyof Kind & string];

/** A sentence of any kind, as it travels. */
export const sentence = z.strictObject({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The same in English. */
  message: z.string(),
});
export type Sentence = z.infer<typeof sentence>;
