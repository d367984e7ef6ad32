/** The bits that say version and variant of a UUID. */
const marked = (byte: number, position: number): number => {
  if (position === 6) return (byte & 0x0f) | 0x40;
  return position === 8 ? (byte & 0x3f) | 0x80 : byte;
};

/**
 * A random UUID (RFC 9562, version 4), by which the server knows a second try. `crypto.randomUUID` is missing where the
 * panel is not served by HTTPS.
 */
export const newRequestId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), marked)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
