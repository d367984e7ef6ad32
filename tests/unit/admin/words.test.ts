import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import en from '../../../admin/src/translations/en.json';
import { findingsOf, isReplayable, isTelling, REASONS, STATES_OF, tellingOf } from '../../../admin/src/words';
import { inboundState } from '../../../contracts';
import { explain, REASON_CODES, stateOf, type Decision } from '../../../server/src/inbound/route';
import type { ParseWarning } from '../../../server/src/mail';

type Evidence = Decision['evidence'][number];

/** Keys by which a finding's question and answer are found. */
type EvidenceKey<Finding = Evidence> = Finding extends { step: infer Step; code: infer Code }
  ? Step extends string
    ? Code extends string
      ? `step.${Step}` | `evidence.${Step}.${Code}`
      : never
    : never
  : never;

type FlagKey = `flag.${ParseWarning | Decision['flags'][number] | 'message_id_reused'}`;

// What the server may say and `en.json` lacks does not compile here.
const SPOKEN: Record<EvidenceKey | FlagKey, string> = en;

const texts: Record<string, string> = en;

describe('the words of the admin', () => {
  it('has a text for every finding and flag', () => {
    expect(SPOKEN['evidence.alias.new_entry']).not.toBe('');
  });

  it('has a word, a meaning and a filter for every state', () => {
    const grouped: readonly string[] = Object.values(STATES_OF).flat();
    for (const state of inboundState.options) {
      expect(texts[`state.${state}`], state).toBeTruthy();
      expect(texts[`means.${state}`], state).toBeTruthy();
      expect(grouped, state).toContain(state);
    }
  });

  it('knows every reason of the server, under the state that it gives', () => {
    for (const code of REASON_CODES) {
      const state = stateOf(code);
      if (state === null) continue;
      expect(texts[`reason.${code}`], `${code}: ${explain(code)}`).toBeTruthy();
      expect(REASONS[state], code).toContain(code);
    }
  });

  it('has no malformed text', () => {
    const problems: string[] = [];
    const intl = createIntl({
      locale: 'en',
      messages: en,
      onError: (error) => problems.push(error.message),
    });
    const named = /\{(\w+)/g;
    for (const [id, text] of Object.entries(texts)) {
      const names = [...text.matchAll(named)].map(([, name]) => name);
      const values = Object.fromEntries(names.map((name) => [name, 1]));
      intl.formatMessage({ id }, values);
    }
    expect(problems).toEqual([]);
  });
});

describe('findings of a stored decision', () => {
  it('are read in order', () => {
    const evidence = [
      {
        step: 'alias',
        code: 'new_entry',
        detail: { address: 'support@site.example', addresses: ['a', 'b'] },
      },
      { step: 'loop_window', code: 'within', detail: { count: 2 } },
    ];
    const findings = findingsOf({ evidence });
    expect(findings).toEqual(evidence);
    expect(findings.map(isTelling)).toEqual([true, false]);
  });

  it('are told once, and only where they mattered', () => {
    const claimed = (group: string) => ({
      step: 'recipients',
      code: 'address_claimed',
      detail: { group, address: 'support@site.example' },
    });
    const passed = { step: 'report', code: 'no_report', detail: {} };
    expect(tellingOf([claimed('envelope'), passed, claimed('visible')])).toEqual([claimed('envelope')]);
  });

  it('are left out where they have another form, whatever is stored', () => {
    const odd = [null, 'text', { step: 'alias' }, { step: 'alias', code: 'forward', detail: { deep: {} } }];
    expect(findingsOf({ evidence: odd })).toEqual([{ step: 'alias', code: 'forward', detail: {} }]);
    for (const stored of [null, undefined, 'text', [], {}, { evidence: 'text' }]) {
      expect(findingsOf(stored)).toEqual([]);
    }
  });
});

describe('what may be replayed', () => {
  it('is everything but what is done', () => {
    expect(inboundState.options.filter(isReplayable)).toEqual([
      'received',
      'rejected',
      'ignored',
      'unroutable',
      'failed',
    ]);
  });
});
