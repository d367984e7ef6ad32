import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createListeners, type ListenersSettings } from '../../../server/src/inbound/sources/smtp';
import type { ListenersOptions } from '../../../server/src/inbound/sources/smtp/listeners';
import { createCertificateAuthority } from '../../support/certificates';
import { openDialogue } from '../../support/dialogue';
import { freePorts } from '../../support/ports';

/** As long as it takes: what is waited for comes. */
const WAIT = { timeout: 20_000, interval: 20 };

// Each test opens real sockets, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Another program on a port. */
const occupy = async (port: number): Promise<() => Promise<void>> => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
};

/** Listeners of a site that takes every mail, with what they said in the log. */
const listenersOn = (listener: Partial<ListenersSettings>, more: Partial<ListenersOptions> = {}) => {
  const log: string[] = [];
  const say = (line: string) => log.push(line);
  const listeners = createListeners({
    // Only its log is used.
    strapi: { log: { info: say, warn: say, error: say } } as unknown as ListenersOptions['strapi'],
    recipients: { anyOurs: async () => true },
    site: { mayRun: async () => true },
    inbound: { store: async () => 'stored' },
    background: { add: () => undefined, has: () => false, stop: async () => undefined },
    listener: { smtp: null, lmtp: null, maxClients: 10, ...listener },
    maxMessageSize: 1000,
    ...more,
  });
  closing.push(() => listeners.stop());
  const stateOf = (protocol: string) => listeners.status().find((one) => one.protocol === protocol);
  const reaches = (protocol: string, state: string) =>
    vi.waitFor(() => expect(stateOf(protocol)).toMatchObject({ state }), WAIT);
  return { listeners, log, stateOf, reaches };
};

describe('a port that another instance has', () => {
  it('is a state and no error, told once, and ends by itself when the port is free', async () => {
    const [port = 0] = await freePorts(1);
    const free = await occupy(port);
    const { listeners, log, stateOf, reaches } = listenersOn({ smtp: { port } }, { retryMs: 20 });
    listeners.start();
    await reaches('smtp', 'waiting');
    expect(stateOf('smtp')?.message).toContain('Another instance listens');
    // Several attempts later it has been told once.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log).toEqual([expect.stringContaining(`Another instance listens on 127.0.0.1:${port}`)]);

    await free();
    await reaches('smtp', 'listening');
    expect((await openDialogue(port)).greeting.code).toBe(220);
    expect(log).toHaveLength(2);
  });

  it('does not keep the other listener from its own', async () => {
    const [taken = 0, port = 0] = await freePorts(2);
    closing.push(await occupy(taken));
    const { listeners, reaches } = listenersOn({ smtp: { port: taken }, lmtp: { port } });
    listeners.start();
    await reaches('smtp', 'waiting');
    await reaches('lmtp', 'listening');
  });

  it('is not asked for any more after a stop', async () => {
    const [port = 0] = await freePorts(1);
    const free = await occupy(port);
    const { listeners, stateOf, reaches } = listenersOn({ smtp: { port } }, { retryMs: 20 });
    listeners.start();
    await reaches('smtp', 'waiting');
    await listeners.stop();
    await free();
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(stateOf('smtp')?.state).toBe('off');
    await expect(openDialogue(port)).rejects.toThrow();
  });
});

describe('a listener that cannot listen for another reason', () => {
  it.each([
    ['an address that is not of this machine', { port: 0, host: '192.0.2.1' }, /192\.0\.2\.1/],
    [
      'files of a certificate that are not there',
      { port: 0, tls: { keyFile: '/nowhere/key.pem', certificateFile: '/nowhere/cert.pem' } },
      /nowhere/,
    ],
  ])('(%s) says so, shows no certificate in its place, and is tried again', async (_, settings, why) => {
    const [port = 0] = await freePorts(1);
    const { listeners, stateOf, reaches } = listenersOn({ smtp: { ...settings, port } });
    listeners.start();
    await reaches('smtp', 'failed');
    expect(stateOf('smtp')?.message).toMatch(why);
    expect(stateOf('smtp')?.message).toContain('tried again');
  });
});

describe('STARTTLS', () => {
  it('shows the configured certificate', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mail-gateway-listener-'));
    closing.push(() => rm(folder, { recursive: true }));
    const authority = await createCertificateAuthority(folder);
    const tls = await authority.issue(['127.0.0.1']);
    const [port = 0] = await freePorts(1);
    const { listeners, stateOf, reaches } = listenersOn({ lmtp: { port, tls } });
    listeners.start();
    await reaches('lmtp', 'listening');
    expect(stateOf('lmtp')?.certificate).toBe('configured');
    const client = createTransport({
      host: '127.0.0.1',
      port,
      lmtp: true,
      requireTLS: true,
      tls: { ca: authority.pem },
    });
    const { response }: { response: string } = await client.sendMail({
      envelope: { from: 'a@b.example', to: ['c@d.example'] },
      raw: 'x',
    });
    client.close();
    expect(response).toMatch(/^250 /);
  });

  it('is not there where it is switched off', async () => {
    const [port = 0] = await freePorts(1);
    const { listeners, stateOf, reaches } = listenersOn({ smtp: { port, tls: false } });
    listeners.start();
    await reaches('smtp', 'listening');
    expect(stateOf('smtp')?.certificate).toBe('none');
    const { dialogue } = await openDialogue(port);
    expect((await dialogue.say('EHLO x')).lines).not.toContain('STARTTLS');
    expect((await dialogue.say('STARTTLS')).code).toBe(500);
    dialogue.cut();
  });
});

describe('a listener that is off', () => {
  it('says whether it is not configured, or not wanted in this process', () => {
    const { stateOf } = listenersOn({ smtp: { port: 2525 } });
    expect(stateOf('smtp')).toMatchObject({ state: 'off', port: 2525, host: '127.0.0.1', since: null });
    expect(stateOf('smtp')?.message).toContain('does not work in the background');
    expect(stateOf('lmtp')).toEqual({
      protocol: 'lmtp',
      state: 'off',
      message: 'It is not configured.',
      host: null,
      port: null,
      certificate: null,
      since: null,
    });
  });
});

describe('a connection', () => {
  const listening = async (limits: ListenersOptions['limits']): Promise<number> => {
    const [port = 0] = await freePorts(1);
    const { listeners, reaches } = listenersOn({ smtp: { port } }, { ...(limits ? { limits } : {}) });
    listeners.start();
    await reaches('smtp', 'listening');
    return port;
  };

  it('ends when its client keeps silent', async () => {
    const { dialogue } = await openDialogue(await listening({ idleMs: 500 }));
    expect((await dialogue.reply()).code).toBe(421);
    await dialogue.ended;
  });

  it('ends after its time, however busy its client is: a mail in the middle is not taken', async () => {
    const { dialogue } = await openDialogue(await listening({ lifetimeMs: 500 }));
    await dialogue.codes('EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA');
    const drip = setInterval(() => dialogue.write('x\r\n'), 20);
    expect((await dialogue.reply()).code).toBe(421);
    clearInterval(drip);
    dialogue.cut();
  });

  it('too many at a time: the next is asked to come again', async () => {
    const port = await listening({ maxClients: 2 });
    const first = await openDialogue(port);
    const second = await openDialogue(port);
    expect((await openDialogue(port)).greeting.code).toBe(421);
    for (const { dialogue } of [first, second]) dialogue.cut();
    await vi.waitFor(async () => expect((await openDialogue(port)).greeting.code).toBe(220), WAIT);
  });

  it('that is open when the listener stops has a second, and the port is free', async () => {
    const [port = 0] = await freePorts(1);
    const { listeners, reaches } = listenersOn({ smtp: { port } });
    listeners.start();
    await reaches('smtp', 'listening');
    const { dialogue } = await openDialogue(port);
    const stopped = listeners.stop();
    expect((await dialogue.reply()).code).toBe(421);
    await stopped;
    await (
      await occupy(port)
    )();
  });
});
