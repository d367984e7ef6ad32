import type { Codes, SentenceOf, ValuesOf } from '../../contracts';

/**
 * Writes sentences of one kind.
 * @param _kind its codes, as the contract lists them.
 * @returns a function of code, values, and the sentence in English.
 */
export const writerOf =
  <const Kind extends Codes>(_kind: Kind) =>
  <Code extends keyof Kind & string>(code: Code, values: ValuesOf<Kind, Code>, message: string) =>
    // TypeScript does not see that the code is one of the union's, and the values its own.
    ({ code, values, message }) as SentenceOf<Kind>;
