import { randomFillSync } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SIGNS = `${LETTERS}0123456789`;
const LENGTH = 24;

/** From this byte on some of `count` signs would be likelier than others. */
const evenBelow = (count: number): number => 256 - (256 % count);

/** Random bytes are made for many ids at a time: a call for each would cost more than the rest of the id. */
const pool = Buffer.alloc(4096);
let used = pool.length;

const randomByte = (): number => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 1;
  return pool.readUInt8(used - 1);
};

/** A documentId in Strapi's form (24 of [a-z0-9], a letter first), for rows whose id must be known before the insert. */
export const newDocumentId = (): string => {
  let id = '';
  while (id.length < LENGTH) {
    const byte = randomByte();
    const signs = id === '' ? LETTERS : SIGNS;
    if (byte < evenBelow(signs.length)) id += signs.charAt(byte % signs.length);
  }
  return id;
};
