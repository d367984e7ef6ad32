/** RFC 4648 base32 in lower case, without padding: survives servers that change the case of a local part. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export const encodeBase32 = (bytes: Uint8Array): string => {
  let text = '';
  let waiting = 0;
  let bits = 0;
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((waiting >> bits) & 31);
    }
    waiting &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((waiting << (5 - bits)) & 31) : text;
};

/** Reads either case. Null for a foreign character and for left-over bits that no encoder writes. */
export const decodeBase32 = (text: string): Buffer | null => {
  const bytes: number[] = [];
  let waiting = 0;
  let bits = 0;
  for (const character of text.toLowerCase()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    waiting = (waiting << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((waiting >> bits) & 255);
    }
    waiting &= (1 << bits) - 1;
  }
  return waiting === 0 && bits < 5 ? Buffer.from(bytes) : null;
};
