import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SIGNS = `${LETTERS}0123456789`;
const LENGTH = 24;

/** From this byte on some of `count` signs would be likelier than others. */
const evenBelow = (count: number): number => 256 - (256 % count);

/** A documentId in Strapi's form (24 of [a-z0-9], a letter first), for rows whose id must be known before the insert. */
export const newDocumentId = (): string => {
  let id = '';
  while (id.length < LENGTH) {
    for (const byte of randomBytes(2 * LENGTH)) {
      const signs = id === '' ? LETTERS : SIGNS;
      if (byte < evenBelow(signs.length)) id += signs.charAt(byte % signs.length);
      if (id.length === LENGTH) break;
    }
  }
  return id;
};
