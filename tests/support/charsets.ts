/** Encoders for charsets that Node can only decode: its decoders, turned round. */

const encoders = new Map<string, ReadonlyMap<string, readonly number[]>>();

const sequencesOf = (charset: string): number[][] => {
  const single = Array.from({ length: 256 }, (_, byte) => [byte]);
  if (charset !== 'shift_jis') return single;
  const leads = Array.from({ length: 0xef - 0x81 + 1 }, (_, index) => 0x81 + index);
  const trails = Array.from({ length: 0xfc - 0x40 + 1 }, (_, index) => 0x40 + index);
  return [...single, ...leads.flatMap((lead) => trails.map((trail) => [lead, trail]))];
};

const encoderFor = (charset: string): ReadonlyMap<string, readonly number[]> => {
  const known = encoders.get(charset);
  if (known) return known;
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, readonly number[]>();
  for (const bytes of sequencesOf(charset)) {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if (!table.has(character)) table.set(character, bytes);
    } catch {
      // Not every sequence is a character.
    }
  }
  encoders.set(charset, table);
  return table;
};

/** @throws for a character that the charset does not have. */
export const encode = (text: string, charset: string): Buffer => {
  if (charset === 'utf-8') return Buffer.from(text);
  const table = encoderFor(charset === 'us-ascii' ? 'windows-1252' : charset);
  const bytes = Array.from(text).flatMap((character) => {
    const found = table.get(character);
    if (!found) throw new Error(`${charset} has no ${JSON.stringify(character)}.`);
    return found;
  });
  return Buffer.from(bytes);
};
