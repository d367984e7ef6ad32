import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { budgetedResolve, cachedResolve, createDnsResolver } from '../../../server/src/authentication/dns';
import { servfail, zone } from './signing';

describe('createDnsResolver', () => {
  it('gives up on a name server that does not answer', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    try {
      const resolve = createDnsResolver({ timeoutMs: 50, servers: [`127.0.0.1:${silent.address().port}`] });
      await expect(resolve('example.org', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    } finally {
      silent.close();
    }
  });
});

describe('cachedResolve', () => {
  it('asks once for what is there and for what is not, and again for what failed', async () => {
    const { resolve, asked } = zone({ 'a.example': 'text', 'down.example': servfail });
    const cached = cachedResolve(resolve);
    const ask = (name: string) => cached(name, 'TXT').catch((error: { code: string }) => error.code);
    expect(await Promise.all([ask('a.example'), ask('A.example')])).toEqual([[['text']], [['text']]]);
    expect([await ask('no.example'), await ask('no.example')]).toEqual(['ENOTFOUND', 'ENOTFOUND']);
    expect([await ask('down.example'), await ask('down.example')]).toEqual(['ESERVFAIL', 'ESERVFAIL']);
    expect(asked).toEqual(['TXT a.example', 'TXT no.example', 'TXT down.example', 'TXT down.example']);
  });

  it('keeps a bounded number of answers', async () => {
    const { resolve, asked } = zone({});
    const cached = cachedResolve(resolve);
    for (let i = 0; i <= 500; i += 1) await cached(`${i}.example`, 'TXT').catch(() => null);
    await cached('0.example', 'TXT').catch(() => null);
    await cached('500.example', 'TXT').catch(() => null);
    expect(asked).toHaveLength(502);
  });
});

describe('budgetedResolve', () => {
  it('answers so many questions and no more', async () => {
    const { resolve, asked } = zone({ 'a.example': 'text' });
    const budgeted = budgetedResolve(resolve, { questions: 2, milliseconds: 1000 });
    await budgeted('a.example', 'TXT');
    await budgeted('a.example', 'TXT');
    await expect(budgeted('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(asked).toHaveLength(2);
  });

  it('stops waiting when the time of the mail is up', async () => {
    const budgeted = budgetedResolve(() => new Promise(() => {}), { questions: 2, milliseconds: 30 });
    await expect(budgeted('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    await expect(budgeted('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
});
