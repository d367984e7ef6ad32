import { describe, expect, it } from 'vitest';
import {
  REASON_CODES,
  explain,
  overallState,
  stateOf,
  type ReasonCode,
} from '../../../server/src/inbound/route';

describe('reasons', () => {
  it('give each code its state; flags have none', () => {
    const byState = new Map<string | null, ReasonCode[]>();
    for (const code of REASON_CODES)
      byState.set(stateOf(code), [...(byState.get(stateOf(code)) ?? []), code]);
    expect(Object.fromEntries(byState)).toEqual({
      delivered: ['created', 'appended'],
      reported: [
        'reported_bounce',
        'reported_delayed',
        'reported_complaint',
        'success_dsn',
        'auto_reply_recorded',
        'not_ours',
      ],
      rejected: ['catchall_no_proof', 'sender_blocked', 'suggestion_refused'],
      unroutable: [
        'suggestion',
        'entry_deleted',
        'bounce_address',
        'loop_suspected',
        'no_recipient_of_ours',
        'no_route',
      ],
      ignored: [
        'own_copy',
        'probe_arrived',
        'auto_reply',
        'looped',
        'copy_of',
        'before_start',
        'hook_stopped',
      ],
      failed: [
        'too_large',
        'mapping_failed',
        'content_type_missing',
        'hook_failed',
        'delivery_failed',
        'attempts_exhausted',
        'raw_missing',
      ],
      null: ['message_id_reused', 'unparsable'],
    });
  });

  it.each(REASON_CODES)('%s is a sentence, also when no detail is known', (code) => {
    const sentence = explain(code);
    expect(sentence).toMatch(/^[A-Z"].+\.$/s);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\(\)| {2}/);
  });

  it.each(REASON_CODES.filter((code) => ['failed', 'unroutable'].includes(String(stateOf(code)))))(
    '%s says what to do',
    (code) => {
      expect(explain(code)).toMatch(/replay|Decide|Read it|have it fetched/);
    }
  );

  it('name the attribute and the rule that refused an entry', () => {
    expect(
      explain('mapping_failed', {
        contentType: 'api::ticket.ticket',
        attribute: 'priority',
        rule: 'must be one of low, high',
        alias: 'support@site.example',
      })
    ).toBe(
      'The new entry of api::ticket.ticket was refused: priority: must be one of low, high. Change the mapping or the default values of support@site.example, or the rule of the attribute, then replay this mail.'
    );
  });

  it('end once, whether or not the message of others ends with a full stop', () => {
    const sentence = explain('mapping_failed', { attribute: 'title', rule: 'title must be defined.' });
    expect(sentence).toContain('title must be defined. Change the mapping');
  });

  it('show sizes as people read them', () => {
    expect(explain('too_large', { size: 73_400_320, limit: 50_000_000 })).toContain('73.4 MB; limit 50.0 MB');
  });

  it('stay short and storable, whatever a mail puts into them', () => {
    const sentence = explain('no_recipient_of_ours', {
      addresses: Array.from({ length: 200 }, (_, n) => `${'x'.repeat(1000)}\0${n}@y.example`),
    });
    expect(sentence).toContain('and 195 more');
    expect(sentence.length).toBeLessThan(2000);
    expect(sentence).not.toContain('\0');
  });

  it('clean what is short, too', () => {
    expect(explain('hook_failed', { step: 'inbound.route', message: 'a\0b' })).toContain('a\uFFFDb');
  });
});

describe('the state of the whole', () => {
  const parts = (...states: Parameters<typeof overallState>[0][number]['state'][]) =>
    overallState(states.map((state, part) => ({ state, part })));

  it.each([
    [['failed', 'delivered', 'reported'], 'failed', 0],
    [['delivered', 'failed'], 'failed', 1],
    [['delivered', 'received'], 'failed', 1],
    [['ignored', 'unroutable', 'rejected', 'reported', 'delivered'], 'delivered', 4],
    [['ignored', 'unroutable', 'rejected', 'reported'], 'reported', 3],
    [['ignored', 'unroutable', 'rejected'], 'rejected', 2],
    [['ignored', 'unroutable'], 'unroutable', 1],
    [['ignored', 'ignored'], 'ignored', 0],
  ] as const)('%j is %s', (states, state, part) => {
    expect(parts(...states)).toEqual({ state, part });
  });

  it('of no parts is none', () => {
    expect(parts()).toBeNull();
  });
});
