/** A documentId is 24 characters of `[a-z0-9]`: read as a number to the base 36 it fits into 16 bytes. */
const DOCUMENT_ID = /^[a-z0-9]{24}$/;
const LENGTH = 24;
const LIMIT = 36n ** BigInt(LENGTH);

export const ROW_ID_BYTES = 16;

/** @throws RangeError when the text is no documentId. */
export const packDocumentId = (documentId: string): Buffer => {
  if (!DOCUMENT_ID.test(documentId)) throw new RangeError(`"${documentId}" is no documentId.`);
  let value = 0n;
  for (const character of documentId) value = value * 36n + BigInt(parseInt(character, 36));
  return Buffer.from(value.toString(16).padStart(ROW_ID_BYTES * 2, '0'), 'hex');
};

/** Null for a number that no documentId gives. */
export const unpackDocumentId = (bytes: Buffer): string | null => {
  const value = BigInt(`0x${bytes.toString('hex')}`);
  return value < LIMIT ? value.toString(36).padStart(LENGTH, '0') : null;
};
