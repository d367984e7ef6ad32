import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SIGNS = `${LETTERS}0123456789`;
const LENGTH = 24;

const pick = (signs: string): string => signs.charAt(randomInt(signs.length));

/** A documentId in Strapi's form (24 of [a-z0-9], a letter first), for rows whose id must be known before the insert. */
export const newDocumentId = (): string =>
  pick(LETTERS) + Array.from({ length: LENGTH - 1 }, () => pick(SIGNS)).join('');
