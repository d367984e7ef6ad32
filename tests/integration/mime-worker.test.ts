import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { createMimeWorker, type MimeWorker, type ReadMail } from '../../server/src/mime-worker';
import { generateMails } from '../support/mails';
import { rawMail } from '../support/raw-mail';

/** The thread that the build makes, against the same work in this thread. */

const BUNDLE = resolve(import.meta.dirname, '../../dist/server/mime-worker.mjs');

const CLIENT = resolve(import.meta.dirname, '../../server/src/mime-worker/mime-worker.ts');

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const here = createMimeWorker(null);
let worker: MimeWorker = createMimeWorker(BUNDLE);

afterEach(async () => {
  await worker.stop();
  worker = createMimeWorker(BUNDLE);
});

const withAttachment = (megabytes: number): Buffer =>
  Buffer.concat([
    Buffer.from(
      'From: a@customer.example\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=a.pdf\r\n' +
        'Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    ),
    Buffer.from(
      Buffer.alloc(megabytes * 1024 * 1024, 7)
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n')
    ),
  ]);

/** Large bytes take long to be compared one by one. */
const comparable = (read: ReadMail | null) =>
  read && {
    ...read.mail,
    bodies: read.bodies,
    attachments: read.mail.attachments.map(({ content, ...attachment }) => ({
      ...attachment,
      bytes: content.kind === 'memory' && Buffer.isBuffer(content.bytes) && hashOf(content.bytes),
    })),
  };

describe('the thread', () => {
  it('reads mails as they are read here, attachments byte for byte', async () => {
    const mails = [...generateMails({ count: 40, seed: 7, to: 'support@site.example' })].map(
      ({ raw }) => raw
    );
    const read = await Promise.all(mails.map((raw) => worker.read(raw)));
    expect(read.some((one) => (one?.mail.attachments.length ?? 0) > 0)).toBe(true);
    expect(read.map(comparable)).toEqual(
      (await Promise.all(mails.map((raw) => here.read(raw)))).map(comparable)
    );
  });

  it('gives a mail back that only the chunk store can hold', async () => {
    expect(await worker.read(withAttachment(2))).toBeNull();
    expect((await worker.read(withAttachment(0.5)))?.mail.attachments).toHaveLength(1);
  });

  it('makes bodies safe, and Markdown of them', async () => {
    const html = '<p>Hello <b>you</b><script>alert(1)</script></p>';
    const bodies = await worker.bodies({ html, text: null, subject: '' });
    expect(bodies).toEqual(await here.bodies({ html, text: null, subject: '' }));
    expect(bodies.html).not.toContain('script');
    expect(bodies.markdown).toBe('Hello **you**');
  });

  it('shows a mail as it is shown here', async () => {
    for (const { raw } of generateMails({ count: 5, seed: 3, to: 'support@site.example' })) {
      expect(await worker.show(raw)).toEqual(await here.show(raw));
    }
  });

  it('renders a mail that reads as what was to be sent', async () => {
    const raw = await worker.render({
      from: 'a@site.example',
      to: 'b@site.example',
      subject: 'Grüße',
      text: 'ä\nb',
    });
    expect(await here.read(raw)).toMatchObject({
      mail: { subject: 'Grüße', text: 'ä\nb', from: [{ address: 'a@site.example' }] },
    });
  });

  it('tells what went wrong, and goes on', async () => {
    const broken = worker.render({
      text: 1 as never,
      attachments: [{ path: '/nowhere' }],
      disableFileAccess: true,
    });
    await expect(broken).rejects.toThrow();
    expect(await worker.read(rawMail({ subject: 'Next' }))).toMatchObject({ mail: { subject: 'Next' } });
  });

  it('fails what waits when it ends, and begins anew with the next task', async () => {
    const waiting = worker.read(rawMail());
    const told = expect(waiting).rejects.toThrow('The thread that reads and renders mails ended.');
    await worker.stop();
    await told;
    expect(await worker.read(rawMail({ subject: 'Anew' }))).toMatchObject({ mail: { subject: 'Anew' } });
  });

  it('is ended when a task hangs, which costs no other task', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mail-gateway-hangs-'));
    const file = path.join(folder, 'hangs.mjs');
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id, input }) => {
        while (input.html === 'hang');
        parentPort.postMessage({ id, result: input });
      });`
    );
    const fragile = createMimeWorker(file, 300);
    const [hangs, behind] = ['hang', 'behind'].map((html) =>
      fragile.bodies({ html, text: null, subject: '' })
    );
    await expect(hangs).rejects.toThrow('The thread that reads and renders mails ended.');
    expect(await behind).toMatchObject({ html: 'behind' });
    expect(await fragile.bodies({ html: 'next', text: null, subject: '' })).toMatchObject({ html: 'next' });
    await fragile.stop();
    await rm(folder, { recursive: true });
  });

  it('does not keep the process alive', async () => {
    const file = resolve(import.meta.dirname, '../../node_modules/.cache/mime-worker-client.mjs');
    await build({
      ...{ entryPoints: [CLIENT], outfile: file, bundle: true, platform: 'node', format: 'esm' },
      ...{ packages: 'external', define: { __dirname: '"."' } },
    });
    const script = `import(${JSON.stringify(file)}).then(async ({ createMimeWorker }) => {
      const bodies = await createMimeWorker(${JSON.stringify(BUNDLE)}).bodies({ html: '<p>done</p>', text: null, subject: '' });
      process.stdout.write(bodies.markdown);
    });`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: 20_000 });
    await rm(file);
    expect(stdout).toBe('done');
  });
});
