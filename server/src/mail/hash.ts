import { createHash } from 'node:crypto';

/**
 * SHA-256 over a list of fields, lower-case hexadecimal: the form of every key in a unique index. Each field carries
 * its length, so that ("ab", "c") and ("a", "bc") differ.
 */
export const hashKey = (...fields: readonly (string | number | null | undefined)[]): string => {
  const hash = createHash('sha256');
  for (const field of fields) {
    const text = field === null || field === undefined ? '-' : `+${field}`;
    hash.update(`${Buffer.byteLength(text)}:${text}`);
  }
  return hash.digest('hex');
};
