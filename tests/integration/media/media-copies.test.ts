import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMediaCopies, type MediaCopies } from '../../../server/src/inbound/media';
import { hashKey, type ParsedAttachment } from '../../../server/src/mail';
import { createChunkStore, createDatabase, type Database } from '../../../server/src/storage';
import { startSite, type Site } from '../../support/site';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n');
const TWO_HOURS = 2 * 60 * 60 * 1000;

const attachment = (
  index: number,
  fileName: string,
  contentType: string,
  bytes: Buffer,
  more: Partial<ParsedAttachment> = {}
): ParsedAttachment => ({
  index,
  fileName,
  contentType,
  contentId: null,
  disposition: 'attachment',
  size: bytes.length,
  digest: hashKey(bytes.toString('base64')),
  content: { kind: 'memory', bytes },
  ...more,
});

let site: Site;
let database: Database;
let copies: MediaCopies;
let chunks: ReturnType<typeof createChunkStore>;
let effectKey: string;
let run = 0;

const temporary = mkdtempSync(path.join(tmpdir(), 'mail-gateway-media-'));
const { TMPDIR } = process.env;

beforeAll(async () => {
  // Temporary files of this file's tests alone.
  process.env.TMPDIR = temporary;
  site = await startSite({ listen: false });
  database = createDatabase({ strapi: site.strapi });
  chunks = createChunkStore({ database });
  copies = createMediaCopies({ strapi: site.strapi, database, chunks });
});
beforeEach(() => {
  effectKey = hashKey('effect', (run += 1));
});
afterAll(async () => {
  const uploads = site.strapi.plugin('upload').service('upload');
  for (const file of await files()) if (file.url.startsWith('/uploads/')) await uploads.remove(file);
  await site.stop();
  if (TMPDIR === undefined) Reflect.deleteProperty(process.env, 'TMPDIR');
  else process.env.TMPDIR = TMPDIR;
  rmSync(temporary, { recursive: true, force: true });
});

const wish = (attachmentIndexes: number[], multiple = true) => [
  { attribute: 'files', attachmentIndexes, multiple },
];

/** As a delivery does it. */
const deliver = async (request: Parameters<MediaCopies['begin']>[0]) => {
  const begun = await copies.begin(request);
  const kept = await database.transaction(begun.keep);
  await begun.end(true);
  return kept;
};

const copy = (attachments: ParsedAttachment[], key = effectKey) =>
  deliver({ effectKey: key, wanted: wish(attachments.map(({ index }) => index)), attachments });

interface FileRow {
  id: number;
  name: string;
  mime: string;
  url: string;
  folder: { name: string } | null;
}
const files = (): Promise<FileRow[]> =>
  site.strapi.db.query('plugin::upload.file').findMany({ populate: ['folder'], orderBy: { id: 'asc' } });
const fileOf = async (id: number | undefined) => (await files()).find((file) => file.id === id);

/** Moves the copies and their files two hours into the past. */
const age = async (): Promise<void> => {
  const past = new Date(Date.now() - TWO_HOURS);
  await site.strapi.db.query('plugin::upload.file').updateMany({ where: {}, data: { createdAt: past } });
  await site.strapi.db.connection('mail_gateway_media_copies').update({ created_at: past.getTime() });
};

describe('copies of attachments in the Media Library', () => {
  it('lie in the folder Mail, with clean names and the type that their bytes have', async () => {
    const { values, notes, images } = await copy([
      attachment(0, '../über:uns.png', 'application/octet-stream', PNG, { contentId: 'logo' }),
      attachment(1, 'letter.pdf', 'application/pdf', PDF),
    ]);
    expect(notes).toEqual([]);
    const [png, pdf] = await Promise.all((values.files as number[]).map(fileOf));
    expect(png).toMatchObject({ name: 'über-uns.png', mime: 'image/png', folder: { name: 'Mail' } });
    expect(pdf).toMatchObject({ name: 'letter.pdf', mime: 'application/pdf', folder: { name: 'Mail' } });
    expect(images.get('logo')).toBe(png?.url);
    expect(readdirSync(temporary).filter((name) => name.startsWith('mail-gateway-part-'))).toEqual([]);
  });

  it('are made from the chunk store too', async () => {
    const { size, digest } = await chunks.write(
      'part-owner',
      (async function* () {
        yield PDF;
      })()
    );
    const stored = attachment(0, 'big.pdf', 'application/pdf', PDF, {
      size,
      digest,
      content: { kind: 'stored', owner: 'part-owner' },
    });
    const { values } = await deliver({
      effectKey,
      wanted: wish([0], false),
      attachments: [stored],
    });
    expect(await fileOf(values.files as number)).toMatchObject({ name: 'big.pdf' });
  });

  it('are the same when the delivery is repeated, and not when another mail reuses the Message-ID', async () => {
    const first = await copy([attachment(0, 'a.pdf', 'application/pdf', PDF)]);
    const count = (await files()).length;
    expect((await copy([attachment(0, 'a.pdf', 'application/pdf', PDF)])).values).toEqual(first.values);
    expect((await files()).length).toBe(count);
    const other = await copy([attachment(0, 'a.pdf', 'application/pdf', Buffer.concat([PDF, PDF]))]);
    expect(other.values).not.toEqual(first.values);
  });

  it('are made once when two do it at the same time', async () => {
    const one = () => copy([attachment(0, 'twice.pdf', 'application/pdf', PDF)]);
    const [a, b] = await Promise.all([one(), one()]);
    expect(a.values).toEqual(b.values);
    expect((await files()).filter(({ name }) => name === 'twice.pdf')).toHaveLength(1);
  });

  it('are refused with a sentence, and the others go on', async () => {
    const { values, notes } = await copy([
      attachment(0, 'page.txt', 'text/plain', Buffer.from('<html><script>alert(1)</script>')),
      attachment(1, 'broken.png', 'image/png', PNG.subarray(0, 50)),
      attachment(2, 'fine.pdf', 'application/pdf', PDF),
    ]);
    expect(values.files).toHaveLength(1);
    expect(notes).toEqual([
      '"page.txt" stays in the message alone: a browser would run it as a page of this site.',
      '"broken.png" stays in the message alone: File is not a valid image.',
    ]);
  });

  it('keep to the configuration of the site', async () => {
    site.strapi.config.set('plugin::upload.security', { deniedTypes: ['application/pdf'] });
    const { values, notes } = await copy([attachment(0, 'a.pdf', 'application/pdf', PDF)]);
    site.strapi.config.set('plugin::upload.security', undefined);
    expect(values.files).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it('are what an entry can hold', async () => {
    const { values } = await copy([attachment(0, 'held.pdf', 'application/pdf', PDF)]);
    const ticket = await site.strapi.documents('api::ticket.ticket' as never).create({
      data: { title: 'x', attachments: values.files } as never,
      populate: ['attachments'] as never,
    });
    expect((ticket as unknown as { attachments: FileRow[] }).attachments).toMatchObject([
      { name: 'held.pdf' },
    ]);
  });
});

describe('sweeping', () => {
  const exists = async (values: { files?: number | number[] }) =>
    (await fileOf([values.files ?? 0].flat()[0])) !== undefined;
  const pdf = (name: string) => [attachment(0, name, 'application/pdf', PDF)];

  it('removes what no delivery came to use after an hour, and nothing else', async () => {
    await copies.sweepMediaCopies();
    const abandoned = await copy(pdf('abandoned.pdf'));
    const held = await copy(pdf('held.pdf'), hashKey('held'));
    const delivered = await copy(pdf('delivered.pdf'), hashKey('delivered'));
    const repeated = await copy(pdf('repeated.pdf'), hashKey('repeated'));
    await site.strapi
      .documents('api::ticket.ticket' as never)
      .create({ data: { title: 'x', attachments: held.values.files } as never });
    await site.strapi.db
      .connection('mail_gateway_effects')
      .insert({ effect_key: hashKey('delivered'), ordinal: 0 });
    const own = await site.strapi.db.query('plugin::upload.file').create({
      data: {
        name: 'own.pdf',
        hash: 'own',
        mime: 'x',
        size: 1,
        url: '/x',
        provider: 'local',
        folderPath: '/',
      },
    });
    expect(await copies.sweepMediaCopies()).toBe(0);

    await age();
    await copy(pdf('repeated.pdf'), hashKey('repeated'));
    await copies.sweepMediaCopies();
    expect(await exists(abandoned.values)).toBe(false);
    expect(await exists(held.values)).toBe(true);
    expect(await exists(delivered.values)).toBe(true);
    expect(await exists(repeated.values)).toBe(true);
    expect(await fileOf(Number(own.id))).toBeDefined();
  });

  it('copies anew what was swept', async () => {
    const before = await copy(pdf('again.pdf'));
    await age();
    expect(await copies.sweepMediaCopies()).toBeGreaterThan(0);
    const after = await copy(pdf('again.pdf'));
    expect(await exists(after.values)).toBe(true);
    expect(after.values).not.toEqual(before.values);
  });

  it('leaves alone what an admin user put into the folder', async () => {
    const folder = await site.strapi.db.query('plugin::upload.folder').findOne({ where: { name: 'Mail' } });
    const admin = await site.strapi.db.query('admin::user').create({ data: { email: 'e@site.example' } });
    const data = { name: 'e.pdf', hash: 'e', mime: 'x', size: 1, url: '/x', provider: 'local' };
    const put = await site.strapi.db
      .query('plugin::upload.file')
      .create({ data: { ...data, folderPath: folder.path, folder: folder.id, createdBy: admin.id } });
    await age();
    await copies.sweepMediaCopies();
    expect(await fileOf(Number(put.id))).toBeDefined();
  });
});

describe('bytes that were handed to the provider', () => {
  const onDisk = () => readdirSync(path.join(site.strapi.dirs.static.public, 'uploads')).sort();
  const begin = (name: string) =>
    copies.begin({
      effectKey,
      wanted: wish([0]),
      attachments: [attachment(0, name, 'application/pdf', PDF)],
    });

  it('are taken back when no entry came to be', async () => {
    const before = onDisk();
    const begun = await begin('taken-back.pdf');
    expect(onDisk()).toHaveLength(before.length + 1);
    await begun.end(false);
    expect(onDisk()).toEqual(before);
  });

  it('stay where nobody knows whether the entry was committed', async () => {
    const before = onDisk();
    const begun = await begin('unknown.pdf');
    await begun.end(null);
    expect(onDisk()).toHaveLength(before.length + 1);
  });

  it('are no file of the library before their entry is committed, and none when it is rolled back', async () => {
    const before = onDisk();
    const begun = await begin('rolled-back.pdf');
    const failing = database.transaction(async () => {
      await begun.keep();
      throw new Error('The entry is refused.');
    });
    await expect(failing).rejects.toThrow('The entry is refused.');
    expect((await files()).filter(({ name }) => name === 'rolled-back.pdf')).toEqual([]);
    // Repeated, as a shared transaction is when one of its mails failed.
    const { values } = await database.transaction(begun.keep);
    await begun.end(true);
    expect(await fileOf((values.files as number[])[0])).toMatchObject({ name: 'rolled-back.pdf' });
    expect(onDisk()).toHaveLength(before.length + 1);
  });

  it('are told to the site as any upload is, after the commit', async () => {
    const told: unknown[] = [];
    const stop = site.strapi.eventHub.subscribe(async (name: string, { media }: { media?: FileRow }) => {
      if (name === 'media.create') told.push(media?.name);
    });
    const begun = await begin('told.pdf');
    await database.transaction(begun.keep);
    expect(told).toEqual([]);
    await begun.end(true);
    stop();
    expect(told).toEqual(['told.pdf']);
  });
});
