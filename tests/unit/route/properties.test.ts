import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REASON_CODES,
  explain,
  possibleTargets,
  referencedIds,
  route,
  stateOf,
  type Decision,
  type RoutingFacts,
} from '../../../server/src/inbound/route';
import { LEAD, SALES, SUPPORT, TICKET, factsOf, thread } from './site';

const names = [
  'support',
  'support+tag',
  'sales',
  'robots',
  'catchall',
  'bounce',
  'notifications',
  'stranger',
];
const anyAddresses = fc.uniqueArray(
  fc.constantFrom(...names).map((name) => `${name}@site.example`),
  { maxLength: 3 }
);
const anyIds = fc.uniqueArray(fc.constantFrom('<1@x>', '<2@x>', '<3@x>', '<4@x>'), { maxLength: 4 });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 1 });
const anySent = fc.array(
  fc.record({ outboundId: fc.constantFrom('o-1', 'o-2'), recipient: fc.constant('mary@customer.example') }),
  { maxLength: 3 }
);

const anyParent = fc.record({
  messageId: fc.constantFrom('<1@x>', '<2@x>', '<3@x>'),
  threadId: fc.constantFrom('t-1', 't-2', 't-3'),
  contentType: fc.constantFrom(TICKET, LEAD),
  entry: fc.constantFrom('e-1', 'e-2'),
  entryExists: fc.boolean(),
  madeBy: fc.constantFrom(`alias:${SUPPORT.id}`, `alias:${SALES.id}`, `fallback:${TICKET}`, null),
  ownSigned: fc.boolean(),
  isKeyGone: fc.boolean(),
  senderTookPart: fc.boolean(),
  isNote: fc.boolean(),
});

const anyKey = fc.record({
  followerId: fc.constantFrom('f-1', 'f-2'),
  name: fc.constant('Mary'),
  address: fc.constant('mary@customer.example'),
  adminUser: fc.constantFrom('u-1', null),
  voided: fc.constantFrom('unfollowed' as const, 'blocked' as const, 'no_right' as const, null),
  isSender: fc.boolean(),
  mayPost: fc.boolean(),
  inAddress: fc.boolean(),
  isWritten: fc.boolean(),
  isNote: fc.boolean(),
  threadId: fc.constantFrom('t-1', 't-2', 't-3'),
  contentType: fc.constantFrom(TICKET, LEAD),
  entry: fc.constantFrom('e-1', 'e-2'),
  entryExists: fc.boolean(),
  madeBy: fc.constantFrom(`alias:${SUPPORT.id}`, null),
});

const anyCounts = fc
  .dictionary(
    fc.constantFrom('alias:a-support', 'alias:a-sales', 'thread:t-1'),
    fc.integer({ min: 0, max: 25 })
  )
  .map((counts) => new Map(Object.entries(counts)));

const anyFacts: fc.Arbitrary<RoutingFacts> = fc
  .record({
    envelope: anyAddresses,
    stamps: anyAddresses.map((list) => list.map((address): [string, string] => ['Delivered-To', address])),
    to: anyAddresses,
    cc: anyAddresses,
    resentTo: anyAddresses,
    deliversTo: anyAddresses,
    inReplyTo: anyIds,
    references: anyIds,
    facts: fc.record({
      own: sometimes(
        fc.record({
          kind: fc.constantFrom('thread', 'notice', 'send'),
          outboundId: fc.constantFrom('o-1', null),
          hops: fc.nat(3),
        })
      ),
      report: sometimes(
        fc.record({ kind: fc.constantFrom('bounce', 'delayed', 'complaint', 'success'), matches: anySent })
      ),
      automatic: sometimes(fc.constantFrom('auto-replied', 'auto-generated', 'bulk', 'list')),
      answers: anySent,
      looped: fc.boolean(),
      nullSender: fc.boolean(),
      parents: fc.array(anyParent, { maxLength: 5 }),
      keys: fc.uniqueArray(anyKey, { maxLength: 3, selector: ({ threadId }) => threadId }),
      sender: fc.record({
        address: fc.constantFrom('mary@customer.example', null),
        isAdmin: fc.boolean(),
        provenIn: fc.uniqueArray(fc.constantFrom('t-1', 't-2')),
        unvouched: fc.constantFrom([], ['cc'], ['references']),
        blockedIn: fc.uniqueArray(fc.constantFrom('t-1', 't-2')),
        followsIn: fc.uniqueArray(fc.constantFrom('t-1', 't-2')),
        follows: fc.constantFrom([], [thread('t-1')], [thread('t-9'), thread('t-1')]),
      }),
      fallbackContentType: fc.constantFrom(TICKET, null),
      loop: fc.record({
        counts: anyCounts,
        threshold: fc.integer({ min: -1, max: 20 }),
        minutes: fc.constant(120),
        exempt: fc.boolean(),
      }),
    }),
  })
  .map(factsOf);

/** Nothing that is looked up may be changed by deciding. */
const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};

const holds = (property: (facts: RoutingFacts, decision: ReturnType<typeof route>) => void): void =>
  fc.assert(
    fc.property(anyFacts, (facts) => property(facts, route(facts))),
    { numRuns: 1000 }
  );

describe('whatever the facts', () => {
  it('a mail has at least one action, or ends with a registered reason in its state', () => {
    holds((_facts, { actions, outcome }) => {
      expect(actions.length > 0).toBe(outcome === null);
      if (!outcome) return;
      expect(REASON_CODES).toContain(outcome.reason);
      expect(outcome.state).toBe(stateOf(outcome.reason));
      expect(explain(outcome.reason, outcome.details)).not.toMatch(/undefined|null/);
    });
  });

  it('the same facts give the same decision and stay as they are', () => {
    holds((facts, decision) => {
      expect(route(structuredClone(facts))).toEqual(decision);
      expect(route(deepFreeze(facts))).toEqual(decision);
    });
  });

  it('a decision is plain data', () => {
    holds((_facts, decision) => {
      const stored: unknown = JSON.parse(JSON.stringify(decision));
      expect(stored).toEqual(decision);
    });
  });

  it('no target is reached twice, and none that is held', () => {
    holds((_facts, { actions, held }) => {
      const targets = [...actions, ...held].map(({ target }) => target);
      expect(new Set(targets).size).toBe(targets.length);
    });
  });

  it('every target that the loop window counts was known beforehand', () => {
    holds((facts, { actions, held }) => {
      const counted = [...actions.filter(({ type }) => type !== 'report'), ...held];
      expect(possibleTargets(facts)).toEqual(expect.arrayContaining(counted.map(({ target }) => target)));
    });
  });

  it('a report and our own notifications make no entry and join no thread', () => {
    holds((facts, { actions }) => {
      if (!facts.report && (!facts.own || facts.own.kind === 'send')) return;
      expect(actions.filter(({ type }) => type !== 'report')).toEqual([]);
    });
  });

  it('an auto-reply makes entries at aliases alone that want it', () => {
    holds((facts, { actions }) => {
      if (facts.automatic !== 'auto-replied') return;
      const made = actions.flatMap((action) => (action.type === 'create' ? [action.aliasId] : []));
      expect(made.filter((id) => id !== 'a-robots')).toEqual([]);
    });
  });

  it('nobody joins a thread whose entry is gone, or that neither a reference nor a key leads to', () => {
    holds(({ mail, parents, keys }, { actions }) => {
      const ids = referencedIds(mail);
      for (const action of actions) {
        if (action.type !== 'append') continue;
        const known = [
          ...parents.filter(({ messageId }) => ids.includes(messageId)),
          ...keys.filter(({ voided }) => voided === null),
        ].filter(({ threadId }) => threadId === action.threadId);
        expect(known.some(({ entryExists }) => entryExists)).toBe(true);
      }
    });
  });

  it('a stranger joins a thread only at the alias that made its entry', () => {
    holds(({ parents, keys }, { actions }) => {
      for (const action of actions) {
        if (action.type !== 'append') continue;
        if (keys.some(({ threadId, voided }) => threadId === action.threadId && voided === null)) continue;
        const facts = parents.filter(({ threadId }) => threadId === action.threadId);
        if (facts.some(({ ownSigned, senderTookPart }) => ownSigned || senderTookPart)) continue;
        expect(facts.some(({ madeBy }) => madeBy?.startsWith('alias:'))).toBe(true);
      }
    });
  });
});

describe('whoever the mail claims to be from', () => {
  const appends = ({ actions }: Decision) => actions.filter((action) => action.type === 'append');

  it('nobody who is blocked is heard', () => {
    holds(({ sender }, decision) => {
      for (const { threadId } of appends(decision)) expect(sender.blockedIn).not.toContain(threadId);
    });
  });

  it('an admin user speaks by their own key and a proven address alone', () => {
    holds(({ sender, keys }, decision) => {
      if (!sender.isAdmin) return;
      for (const { threadId, proof } of appends(decision)) {
        expect(proof).toBe('A');
        expect(sender.provenIn).toContain(threadId);
        expect(keys.some((key) => key.threadId === threadId && key.isSender && key.voided === null)).toBe(
          true
        );
      }
    });
  });
});

describe('referenced ids', () => {
  it('are In-Reply-To, then References from the last to the first, each once', () => {
    expect(referencedIds({ inReplyTo: ['<3@x>'], references: ['<1@x>', '<2@x>', '<3@x>'] })).toEqual([
      '<3@x>',
      '<2@x>',
      '<1@x>',
    ]);
  });

  it('are few, however many a mail names, and hold the first of the thread', () => {
    const references = Array.from({ length: 5000 }, (_, n) => `<${n}@x>`);
    const ids = referencedIds({ inReplyTo: references, references });
    expect(ids.length).toBeLessThanOrEqual(41);
    expect(ids).toContain('<0@x>');
    expect(ids).toContain('<4999@x>');
  });
});
