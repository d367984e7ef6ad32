import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseServer,
  covers,
  encapsulate,
  envelopeSender,
  pauseUntil,
  replyToFor,
  retryAt,
  rewriteFrom,
  type OutgoingServer,
} from '../../../server/src/outbound';

const mary = { name: 'Mary', address: 'mary@customer.example' };
const agent = { name: 'Ann Agent', address: 'ann@ours.example' };
const rules = { force: null, dynamic: null, ourDomains: ['ours.example'] };

describe('From rewriting (mail.force.smtp.from, mail.dynamic.smtp.from)', () => {
  test('without parameters the From stays', () => {
    expect(rewriteFrom(mary, rules)).toEqual({ from: mary, rewrittenBy: null, envelopeSender: null });
  });

  test('force rewrites every mail and keeps name and address visible', () => {
    const result = rewriteFrom(mary, { ...rules, force: 'notifications@ours.example' });
    expect(result).toEqual({
      from: { name: 'Mary (mary@customer.example)', address: 'notifications@ours.example' },
      rewrittenBy: 'force',
      envelopeSender: 'notifications@ours.example',
    });
    expect(rewriteFrom(agent, { ...rules, force: 'notifications@ours.example' }).rewrittenBy).toBe('force');
  });

  test('without a display name the name is the old address', () => {
    const { from } = rewriteFrom({ ...mary, name: '' }, { ...rules, force: 'notifications@ours.example' });
    expect(from.name).toBe('mary@customer.example');
  });

  test('dynamic rewrites a From outside our domains only', () => {
    const dynamic = { ...rules, dynamic: 'notifications@ours.example' };
    expect(rewriteFrom(mary, dynamic).rewrittenBy).toBe('dynamic');
    expect(rewriteFrom(agent, dynamic).rewrittenBy).toBeNull();
    expect(rewriteFrom({ ...agent, address: 'ann@OURS.example' }, dynamic).rewrittenBy).toBeNull();
  });

  test('a subdomain is outside; without a domain of ours dynamic has no effect', () => {
    const dynamic = { ...rules, dynamic: 'notifications@ours.example' };
    expect(rewriteFrom({ name: '', address: 'a@sub.ours.example' }, dynamic).rewrittenBy).toBe('dynamic');
    expect(rewriteFrom(mary, { ...dynamic, ourDomains: [] }).rewrittenBy).toBeNull();
  });

  test('force wins over dynamic', () => {
    const both = { ...rules, force: 'forced@ours.example', dynamic: 'dynamic@ours.example' };
    expect(rewriteFrom(mary, both).from.address).toBe('forced@ours.example');
  });

  test('a mail from the forced address itself stays as it is', () => {
    const own = { name: 'Site', address: 'Notifications@ours.example' };
    expect(rewriteFrom(own, { ...rules, force: 'notifications@ours.example' }).from).toEqual(own);
  });

  test('Reply-To: the caller’s stays; a rewritten From answers to the original one; else none', () => {
    const sentAs = encapsulate(mary, { name: '', address: 'notifications@ours.example' });
    expect(replyToFor([agent], mary, sentAs)).toEqual([agent]);
    expect(replyToFor([], mary, sentAs)).toEqual([mary]);
    expect(replyToFor([], mary, mary)).toEqual([]);
  });
});

const server = (documentId: string, values: Partial<OutgoingServer> = {}): OutgoingServer => ({
  documentId,
  name: documentId,
  host: 'smtp.example',
  port: 587,
  encryption: 'starttls',
  authentication: 'password',
  username: 'login@ours.example',
  priority: 10,
  fromFilter: '',
  active: true,
  envelopeSender: 'auto',
  acceptedSender: null,
  heloName: null,
  maxConnections: 5,
  state: 'ok',
  failures: 0,
  pausedUntil: null,
  ...values,
});

const now = new Date('2026-01-10T12:00:00Z');
const question = { from: 'ann@ours.example', defaultFrom: 'notifications@other.example', now };

describe('which server a mail leaves through', () => {
  const byAddress = server('address', { priority: 50, fromFilter: 'bob@x.example, ann@ours.example' });
  const byDomain = server('domain', { priority: 40, fromFilter: 'ours.example' });
  const defaultAddress = server('defaultaddress', {
    priority: 30,
    fromFilter: 'notifications@other.example',
  });
  const defaultDomain = server('defaultdomain', { priority: 20, fromFilter: 'other.example' });
  const open = server('open', { priority: 15 });
  const foreign = server('foreign', { priority: 1, fromFilter: 'foreign.example' });
  const order = [byAddress, byDomain, defaultAddress, defaultDomain, open, foreign];

  test('address, domain, default-from address and domain, no filter, priority: in this order', () => {
    const chosen: string[] = [];
    for (let left = [...order]; left.length > 0; left = left.slice(1)) {
      chosen.push(chooseServer([...left].reverse(), question)?.rule ?? 'none');
    }
    expect(chosen).toEqual([
      'from_address',
      'from_domain',
      'default_from_address',
      'default_from_domain',
      'no_filter',
      'priority',
    ]);
  });

  test('whether the From may stay is part of the choice', () => {
    expect(chooseServer([byDomain], question)?.coversFrom).toBe(true);
    expect(chooseServer([open], question)?.coversFrom).toBe(true);
    expect(chooseServer([defaultAddress], question)?.coversFrom).toBe(false);
    expect(chooseServer([foreign], question)?.coversFrom).toBe(false);
  });

  test('a domain in the filter means that domain exactly, in any case', () => {
    expect(covers(server('s', { fromFilter: 'OURS.example' }), 'ann@ours.example')).toBe(true);
    expect(covers(server('s', { fromFilter: 'ours.example' }), 'ann@sub.ours.example')).toBe(false);
    expect(covers(server('s', { fromFilter: ' , ' }), 'ann@ours.example')).toBe(true);
  });

  test('inactive and paused servers are passed over, with the reason', () => {
    const paused = server('paused', { priority: 1, pausedUntil: new Date(now.getTime() + 1) });
    const inactive = server('inactive', { priority: 2, active: false });
    const rested = server('rested', { priority: 3, pausedUntil: now });
    const choice = chooseServer([paused, inactive, rested], question);
    expect(choice?.server.documentId).toBe('rested');
    expect(choice?.passedOver).toEqual([
      { documentId: 'paused', reason: 'paused' },
      { documentId: 'inactive', reason: 'inactive' },
    ]);
    expect(chooseServer([paused, inactive], question)).toBeNull();
  });

  test('priority decides among equals, and the order of rows does not', () => {
    const second = server('b', { priority: 20 });
    const first = server('c', { priority: 5 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([first, second, server('a', { priority: 20 })], { minLength: 3 }),
        (rows) => {
          expect(chooseServer(rows, question)?.server.documentId).toBe('c');
        }
      )
    );
  });

  test('a server named by the mail comes first, unless it is paused', () => {
    expect(chooseServer(order, { ...question, named: 'foreign' })?.rule).toBe('named');
    const paused = order.map((row) => (row.documentId === 'foreign' ? { ...row, active: false } : row));
    expect(chooseServer(paused, { ...question, named: 'foreign' })?.rule).toBe('from_address');
  });

  test('after a failure another server is taken where it accepts the From, else the same one', () => {
    expect(chooseServer([open, server('zweiter')], { ...question, avoid: 'open' })?.server.documentId).toBe(
      'zweiter'
    );
    expect(chooseServer([open, foreign], { ...question, avoid: 'open' })?.server.documentId).toBe('open');
    expect(chooseServer([open], { ...question, exclude: ['open'] })).toBeNull();
  });
});

describe('envelope sender', () => {
  const asked = { from: 'ann@ours.example', bounce: 'bounce@ours.example', nullSender: false };

  test('bounce, login and From as the server says', () => {
    expect(envelopeSender(server('s', { envelopeSender: 'bounce' }), asked)).toBe('bounce@ours.example');
    expect(envelopeSender(server('s', { envelopeSender: 'login' }), asked)).toBe('login@ours.example');
    expect(envelopeSender(server('s', { envelopeSender: 'from' }), asked)).toBe('ann@ours.example');
  });

  test('auto takes the bounce address only where the filter covers it, and what a test found accepted', () => {
    expect(envelopeSender(server('s'), asked)).toBe('bounce@ours.example');
    expect(envelopeSender(server('s', { fromFilter: 'ann@ours.example' }), asked)).toBe('ann@ours.example');
    expect(envelopeSender(server('s', { acceptedSender: 'login' }), asked)).toBe('login@ours.example');
  });

  test('what does not exist falls back to the From', () => {
    expect(envelopeSender(server('s'), { ...asked, bounce: null })).toBe('ann@ours.example');
    expect(envelopeSender(server('s', { envelopeSender: 'login', username: 'apikey' }), asked)).toBe(
      'ann@ours.example'
    );
  });

  test('a notice leaves with the null sender', () => {
    expect(envelopeSender(server('s'), { ...asked, nullSender: true })).toBe('');
  });
});

describe('when it is tried again', () => {
  test('intervals grow, stay within three days in all, and end', () => {
    let at = now;
    let former = 0;
    for (let attempts = 1; ; attempts += 1) {
      const next = retryAt(attempts, at);
      if (!next) break;
      const interval = next.getTime() - at.getTime();
      expect(interval).toBeGreaterThan(former);
      former = interval;
      at = next;
      expect(attempts).toBeLessThan(100);
    }
    const days = (at.getTime() - now.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(2.5);
    expect(days).toBeLessThanOrEqual(3);
  });

  test('a server rests longer with each fault, up to half an hour; a refused login up to an hour', () => {
    const minutes = (failures: number, reason: 'login' | 'other') =>
      (pauseUntil(failures, now, reason).getTime() - now.getTime()) / 60_000;
    expect([1, 2, 3, 50].map((failures) => minutes(failures, 'other'))).toEqual([1, 2, 5, 30]);
    expect([1, 2, 3, 50].map((failures) => minutes(failures, 'login'))).toEqual([10, 30, 60, 60]);
  });
});
