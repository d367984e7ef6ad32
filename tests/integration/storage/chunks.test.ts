import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChunkStore, createDatabase, type ChunkStore } from '../../../server/src/storage';
import { startSite, type Site } from '../../support/site';

const KB = 1024;

let site: Site;
let chunks: ChunkStore;

beforeAll(async () => {
  site = await startSite({ listen: false });
  chunks = createChunkStore({ database: createDatabase({ strapi: site.strapi }) });
});

afterAll(() => site.stop());

describe('bytes in chunks', () => {
  it.each([
    ['nothing', []],
    ['one byte', [1]],
    ['exactly one chunk', [256 * KB]],
    ['one piece of several chunks', [1000 * KB]],
    ['many small pieces', Array.from({ length: 700 }, () => KB)],
    ['pieces of odd lengths', [300_001, 7, 262_144, 1, 999_999]],
  ])('%s: come back as they were', async (name, lengths) => {
    const pieces = lengths.map((length) => randomBytes(length));
    const all = Buffer.concat(pieces);
    const written = await chunks.write(name, Readable.from(pieces));

    expect(written).toEqual({ size: all.length, digest: createHash('sha256').update(all).digest('hex') });
    expect((await buffer(chunks.read(name))).equals(all)).toBe(true);
  });

  it('a source that breaks off leaves nothing behind', async () => {
    const source = async function* (): AsyncGenerator<Buffer> {
      yield randomBytes(600 * KB);
      throw new Error('connection lost');
    };

    await expect(chunks.write('broken', source())).rejects.toThrow('connection lost');
    expect(await buffer(chunks.read('broken'))).toHaveLength(0);
  });
});
