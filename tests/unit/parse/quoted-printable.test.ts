import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createQuotedPrintableDecoder } from '../../../server/src/parse/quoted-printable';
import { inPieces } from './support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

const decode = async (text: string, sizes: readonly number[] = [1_000]): Promise<string> => {
  const pieces = Readable.from(inPieces(Buffer.from(text, 'latin1'), sizes), { objectMode: false });
  return (await buffer(pieces.pipe(createQuotedPrintableDecoder()))).toString('latin1');
};

/** Every byte escaped that may be, in lines of 25 bytes. */
const encode = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte, at) => {
      const plain = byte > 0x20 && byte < 0x7f && byte !== 0x3d;
      const coded = plain
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      return at % 25 === 24 ? `${coded}=\r\n` : coded;
    })
    .join('');

describe('quoted-printable', () => {
  it.each([
    ['a=3D=e4b', 'a=\u00e4b'],
    ['soft=\r\nbreak=\nand=  \r\npadded', 'softbreakandpadded'],
    ['blanks \t\r\nand \ngone  ', 'blanks\r\nand\ngone'],
    ['kept  inside', 'kept  inside'],
    ['a=20\r\nb', 'a \r\nb'],
    ['no =escape =4', 'no =escape =4'],
    ['== =G1 =\rx', '== =G1 =\rx'],
    ['lone\rreturn \r x', 'lone\rreturn \r x'],
    ['end=', 'end'],
    ['', ''],
  ])('%j', async (coded, plain) => {
    expect(await decode(coded)).toBe(plain);
    expect(await decode(coded, [1])).toBe(plain);
  });

  it('gives back what was encoded, in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (bytes, sizes) => {
          const coded = encode(bytes);
          expect(await decode(coded, sizes)).toBe(Buffer.from(bytes).toString('latin1'));
        }
      )
    );
  });

  it('does not depend on the pieces for any text', async () => {
    const text = fc.array(fc.constantFrom('=', ' ', '\t', '\r', '\n', '4', 'A', 'g', '\r\n'), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        async (parts, sizes) => {
          expect(await decode(parts.join(''), sizes)).toBe(await decode(parts.join('')));
        }
      ),
      { numRuns: 500 }
    );
  });

  it('holds no run of blanks for ever', async () => {
    expect((await decode(`a${' '.repeat(200_000)}b`, [4_096])).length).toBe(200_002);
  });
});
