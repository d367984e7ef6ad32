import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { discardParts, parseMail } from '../../../server/src/parse';
import { createMemoryStore, mail, parse } from './support';

// Many mails on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000 });

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const withFiles = (files: readonly Buffer[]): string =>
  mail(
    'From: a@b.example',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'text',
    ...files.flatMap((file, index) => [
      '--b',
      `Content-Type: application/octet-stream; name=file${index}.bin`,
      'Content-Transfer-Encoding: base64',
      '',
      file.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ]),
    '--b--'
  );

describe('the budget of a mail', () => {
  it('keeps small attachments in memory and streams the others to the chunk store, byte for byte', async () => {
    const chunks = createMemoryStore();
    const files = [500, 5_000, 900, 900, 300_000].map((size, index) => Buffer.alloc(size, `${index}x`));
    const parsed = await parse(withFiles(files), {
      chunks,
      limits: { memoryPerAttachment: 1_000, memoryTogether: 2_000 },
    });
    expect(parsed.attachments.map(({ content }) => content.kind)).toEqual([
      'memory',
      'stored',
      'memory',
      'stored',
      'stored',
    ]);
    const held = parsed.attachments.map(({ content }) =>
      content.kind === 'memory' ? content.bytes : chunks.stored.get(content.owner)
    );
    expect(held.map((bytes, index) => bytes?.equals(files[index] ?? Buffer.alloc(0)))).toEqual(
      files.map(() => true)
    );
    expect(parsed.attachments.map(({ size, digest }) => [size, digest])).toEqual(
      files.map((file) => [file.length, sha256(file)])
    );
    await discardParts(parsed, chunks);
    expect(chunks.stored.size).toBe(0);
  });

  it('cuts a text that is too long, at a character, and says so', async () => {
    const parsed = await parse(mail('Content-Type: text/plain; charset=utf-8', '', 'ä'.repeat(1_000)), {
      limits: { bodyBytes: 101 },
    });
    expect(parsed.text).toBe('ä'.repeat(50));
    expect(parsed.warnings).toContain('text_cut');
  });

  it('gives up on too many parts and keeps what was read', async () => {
    const parsed = await parse(
      mail(
        'Subject: bomb',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'the text',
        ...Array.from({ length: 2_000 }, () => [
          '--b',
          'Content-Type: image/png',
          '',
          'x'.repeat(500),
        ]).flat(),
        '--b--'
      )
    );
    expect(parsed.warnings).toEqual(expect.arrayContaining(['unparsable', 'too_many_parts']));
    expect(parsed).toMatchObject({ subject: 'bomb', text: 'the text' });
    expect(parsed.contentKey).toBe(parsed.rawDigest);
  });

  it('gives up on a header block that is too large and keeps its beginning', async () => {
    const raw = mail(
      'Subject: large',
      `To: ${'someone@somewhere.example, '.repeat(60_000)}x@y.example`,
      '',
      'text'
    );
    const parsed = await parse(raw);
    expect(parsed.warnings).toEqual(expect.arrayContaining(['unparsable', 'header_too_large']));
    expect(parsed.subject).toBe('large');
    expect(parsed.to.length).toBeGreaterThan(10_000);
    expect(parsed.size).toBe(Buffer.byteLength(raw));
  });

  it('stops when the time of one mail is used up', async () => {
    const parsed = await parse(withFiles(Array.from({ length: 900 }, () => Buffer.alloc(1_000))), {
      limits: { milliseconds: 1 },
    });
    expect(parsed.warnings).toEqual(expect.arrayContaining(['unparsable', 'too_slow']));
    expect(parsed.from).toEqual([{ address: 'a@b.example', name: '' }]);
  });

  it('rejects when the source fails, and removes what was stored', async () => {
    const chunks = createMemoryStore();
    const whole = Buffer.from(withFiles([Buffer.alloc(100_000), Buffer.alloc(200_000)]));
    const source = Readable.from(
      (function* () {
        yield whole.subarray(0, 300_000);
        throw new Error('connection lost');
      })()
    );
    const parsing = parseMail(source, {
      chunks,
      newOwner: () => 'owner',
      limits: { memoryPerAttachment: 10 },
    });
    await expect(parsing).rejects.toThrow('connection lost');
    expect(chunks.stored.size).toBe(0);
  });

  it('rejects when the chunk store fails', async () => {
    const chunks = createMemoryStore();
    let writes = 0;
    const failing = {
      ...chunks,
      async write(owner: string, source: Parameters<typeof chunks.write>[1]) {
        writes += 1;
        if (writes === 2) throw new Error('disk full');
        return chunks.write(owner, source);
      },
    };
    const raw = withFiles([Buffer.alloc(100_000), Buffer.alloc(100_000), Buffer.alloc(100_000)]);
    await expect(parse(raw, { chunks: failing, limits: { memoryPerAttachment: 10 } })).rejects.toThrow(
      'disk full'
    );
    expect(chunks.stored.size).toBe(0);
  });
});
