import { describe, expect, it } from 'vitest';
import { route, type AppendAction } from '../../../server/src/inbound/route';
import { factsOf, findings, inShort, key, OURS, parent, sender, THEIRS, type Told } from './site';

/** Who may speak in a thread, as whom, and who must not get in. */

const decide = (told: Told) => route(factsOf(told));

const appended = (told: Told): Pick<AppendAction, 'proof' | 'via' | 'speaksFor' | 'isNote'> => {
  const [action] = decide(told).actions;
  if (action?.type !== 'append') throw new Error(`Not appended: ${inShort(decide(told)).join(', ')}`);
  const { proof, via, speaksFor, isNote } = action;
  return { proof, via, speaksFor, isNote };
};

const MARY = { name: 'Mary', address: 'mary@customer.example' };
const ADA = key({ followerId: 'f-ada', name: 'Ada', address: 'ada@site.example', adminUser: 'u-ada' });
const SUGGESTION = ['unroutable / suggestion'];

/** An answer to a mail of ours, to the catchall address. */
const answer = (facts: Told['facts']): Told => ({
  to: ['catchall@site.example'],
  inReplyTo: [OURS],
  facts: { parents: [parent(OURS)], ...facts },
});

describe('who speaks in a thread', () => {
  it('A: the follower, by their own key from a proven address', () => {
    const told = answer({ keys: [key()], sender: sender({ provenIn: ['t-ticket'] }) });
    expect(appended(told)).toMatchObject({ proof: 'A', via: MARY, speaksFor: null });
  });

  it('B: the follower by their own key, where nothing proves the address', () => {
    expect(appended(answer({ keys: [key()] }))).toMatchObject({ proof: 'B', via: MARY });
  });

  it('B: another address with the key of a follower', () => {
    const told = answer({
      keys: [key({ isSender: false })],
      sender: sender({ address: 'joe@customer.example', provenIn: ['t-ticket'] }),
    });
    expect(appended(told)).toMatchObject({ proof: 'B', via: MARY, speaksFor: null });
  });

  it('A: a follower from a proven address, with the key of another who wrote to them directly', () => {
    const keys = [key({ isSender: false })];
    const bob = { address: 'bob@customer.example', followsIn: ['t-ticket'] };
    const proven = answer({ keys, sender: sender({ ...bob, provenIn: ['t-ticket'] }) });
    expect(appended(proven)).toMatchObject({ proof: 'A', via: null, speaksFor: null });
    expect(appended(answer({ keys, sender: sender(bob) }))).toMatchObject({ proof: 'B', via: MARY });
    const ofAdmin = answer({ keys, sender: sender({ ...bob, provenIn: ['t-ticket'], isAdmin: true }) });
    expect(inShort(decide(ofAdmin))).toEqual(SUGGESTION);
  });

  it('B: a proven follower whose mail came with a key in the envelope alone, their own or another’s', () => {
    const keys = (isSender: boolean) => [key({ isSender, inAddress: true, isWritten: false })];
    const proven = sender({ provenIn: ['t-ticket'], followsIn: ['t-ticket'] });
    for (const isSender of [true, false]) {
      const told: Told = { to: ['joe@home.example'], facts: { keys: keys(isSender), sender: proven } };
      expect(appended(told)).toMatchObject({ proof: 'B', via: MARY, speaksFor: null });
      // What they answer leads there all the same.
      expect(appended(answer({ keys: keys(isSender), sender: proven })).proof).toBe('A');
    }
    const admin = sender({ isAdmin: true, provenIn: ['t-ticket'] });
    const told: Told = {
      to: ['joe@home.example'],
      facts: { keys: [{ ...ADA, inAddress: true, isWritten: false }], sender: admin },
    };
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it('B: a follower whose domain vouches for nothing that leads here', () => {
    const proven = { provenIn: ['t-other'], unvouched: ['references'] as const, followsIn: ['t-ticket'] };
    for (const isSender of [true, false]) {
      const told = answer({ keys: [key({ isSender })], sender: sender(proven) });
      expect(appended(told)).toMatchObject({ proof: 'B', via: MARY, speaksFor: null });
      expect(findings(decide(told))).toContain('proof: leads_unsigned');
    }
    const ofAdmin = answer({ keys: [ADA], sender: sender({ ...proven, isAdmin: true }) });
    expect(inShort(decide(ofAdmin))).toEqual(SUGGESTION);
  });

  it('A: an admin user by their own key, from a proven address, with the right to answer', () => {
    const told = answer({ keys: [ADA], sender: sender({ isAdmin: true, provenIn: ['t-ticket'] }) });
    expect(appended(told)).toMatchObject({ proof: 'A', speaksFor: 'u-ada' });
  });

  it('a key in an address leads to its thread, whatever the mail refers to and whoever else stands in To', () => {
    const told: Told = {
      to: ['sales@site.example', 'someone@elsewhere.example'],
      inReplyTo: ['<lost@relay.example>'],
      facts: { keys: [key({ inAddress: true })] },
    };
    expect(inShort(decide(told))).toEqual(['create alias:a-sales', 'append thread:t-ticket']);
  });

  it('a key in an address goes before what the mail refers to besides', () => {
    const other = key({ threadId: 't-other', entry: 'e-other', madeBy: null });
    const told: Told = {
      to: ['catchall+key@site.example'],
      inReplyTo: ['<gone@site.example>'],
      facts: { keys: [key({ inAddress: true }), other] },
    };
    expect(inShort(decide(told))).toEqual(['append thread:t-ticket']);
  });

  it('an alias in Cc alone makes no entry beside a key', () => {
    const told: Told = {
      to: ['catchall+key@site.example'],
      cc: ['sales@site.example'],
      facts: { keys: [key({ inAddress: true })] },
    };
    expect(inShort(decide(told))).toEqual(['append thread:t-ticket']);
  });

  it('an answer to a note becomes a note', () => {
    const told = answer({
      parents: [parent(OURS, { isNote: true })],
      keys: [ADA],
      sender: sender({ isAdmin: true, provenIn: ['t-ticket'] }),
    });
    expect(appended(told)).toMatchObject({ proof: 'A', isNote: true });
  });

  it('an answer to a note becomes a note by its address alone, whatever the mail program leaves out', () => {
    const told: Told = {
      to: ['catchall+key@site.example'],
      facts: {
        keys: [{ ...ADA, inAddress: true, isNote: true }],
        sender: sender({ isAdmin: true, provenIn: ['t-ticket'] }),
      },
    };
    expect(appended(told)).toMatchObject({ proof: 'A', isNote: true });
  });

  it('an answer to a note stays a note when an editor accepts it', () => {
    const { threadId, contentType, entry, entryExists, madeBy } = parent(OURS);
    const accepted = { threadId, contentType, entry, entryExists, madeBy, by: 'Ada', asNote: false };
    const told = answer({ parents: [parent(OURS, { isNote: true })], accepted });
    expect(appended(told)).toMatchObject({ proof: 'accepted', isNote: true });
  });

  it('what an editor accepted as a note is one, and what they accepted as a message is none', () => {
    const { threadId, contentType, entry, entryExists, madeBy } = parent(THEIRS);
    const accepted = { threadId, contentType, entry, entryExists, madeBy, by: 'Ada' };
    const to = ['catchall@site.example'];
    const decided = (asNote: boolean) => appended({ to, facts: { accepted: { ...accepted, asNote } } });
    expect(decided(true)).toMatchObject({ proof: 'accepted', isNote: true });
    expect(decided(false)).toMatchObject({ proof: 'accepted', isNote: false });
  });

  it('a suggestion tells that the mail answers a note', () => {
    const admin = sender({ address: 'ada@site.example', isAdmin: true });
    const details = (isNote: boolean) =>
      decide(answer({ parents: [parent(OURS, { isNote })], sender: admin })).outcome?.details;
    expect(details(true)).toMatchObject({ by: 'admin', answersNote: true });
    expect(details(false)).toMatchObject({ answersNote: false });
  });

  it('what an editor accepted joins the thread, whatever it proves', () => {
    const { threadId, contentType, entry, entryExists, madeBy } = parent(THEIRS);
    const told: Told = {
      to: ['catchall@site.example'],
      facts: { accepted: { threadId, contentType, entry, entryExists, madeBy, by: 'Ada', asNote: false } },
    };
    expect(appended(told)).toMatchObject({ proof: 'accepted', via: { name: 'Ada' } });
  });
});

describe('who must not get in', () => {
  it("a forged staff reply: an admin user's address without a key, though it answers a mail of ours", () => {
    const told = answer({ sender: sender({ address: 'ada@site.example', isAdmin: true }) });
    expect(inShort(decide(told))).toEqual(SUGGESTION);
    expect(findings(decide(told))).toContain('proof: admin_not_proven');
  });

  it('a forged staff reply to the alias that made the entry', () => {
    const told = {
      ...answer({ sender: sender({ address: 'ada@site.example', isAdmin: true }) }),
      to: ['support@site.example'],
    };
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it('a forged staff reply with the key of a customer', () => {
    const told = answer({
      keys: [key({ isSender: false })],
      sender: sender({ address: 'ada@site.example', isAdmin: true, provenIn: ['t-ticket'] }),
    });
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it('an admin user with their own key, from an address that nothing proves', () => {
    expect(inShort(decide(answer({ keys: [ADA], sender: sender({ isAdmin: true }) })))).toEqual(SUGGESTION);
  });

  it('an admin user without the right to answer', () => {
    const keys = [{ ...ADA, mayPost: false }];
    const told = answer({ keys, sender: sender({ isAdmin: true, provenIn: ['t-ticket'] }) });
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it('the key of another thread gives nothing in this one', () => {
    const told: Told = {
      to: ['catchall@site.example'],
      inReplyTo: [THEIRS],
      facts: { parents: [parent(THEIRS)], keys: [key({ threadId: 't-other', entry: 'e-other' })] },
    };
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it.each(['unfollowed', 'blocked', 'no_right'] as const)('a key that is void: %s', (voided) => {
    const told = answer({
      keys: [key({ voided, inAddress: true })],
      sender: sender({ provenIn: ['t-ticket'] }),
    });
    expect(inShort(decide(told))).toEqual(SUGGESTION);
    expect(findings(decide(told))).toContain('proof: key_void');
  });

  it('a stranger who knows a foreign Message-ID', () => {
    const told: Told = {
      to: ['catchall@site.example'],
      inReplyTo: [THEIRS],
      facts: { parents: [parent(THEIRS)] },
    };
    expect(inShort(decide(told))).toEqual(SUGGESTION);
  });

  it('who is blocked, with whatever key and by whatever alias', () => {
    const blocked = { keys: [key()], sender: sender({ blockedIn: ['t-ticket'], provenIn: ['t-ticket'] }) };
    expect(inShort(decide(answer(blocked)))).toEqual(['rejected / sender_blocked']);
    expect(inShort(decide({ ...answer(blocked), to: ['support@site.example'] }))).toEqual([
      'rejected / sender_blocked',
    ]);
  });

  it('who is blocked in one thread may still write a new mail to an alias', () => {
    const told: Told = {
      to: ['support@site.example'],
      facts: { sender: sender({ blockedIn: ['t-ticket'] }) },
    };
    expect(inShort(decide(told))).toEqual(['create alias:a-support']);
  });
});
