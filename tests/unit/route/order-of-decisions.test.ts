import { describe, expect, it } from 'vitest';
import { explain, route, type RoutingFacts } from '../../../server/src/inbound/route';
import {
  LEAD,
  OURS,
  SALES,
  THEIRS,
  TICKET,
  factsOf,
  findings,
  inShort,
  parent,
  sender,
  thread,
  type Told,
} from './site';

interface Case extends Told {
  name: string;
  /** `type target` of each action, or `state / reason`. */
  becomes: string[];
  /** The finding that decided. */
  because: string;
}

const report = (
  kind: NonNullable<RoutingFacts['report']>['kind'],
  ...outboundIds: string[]
): Partial<RoutingFacts> => ({
  report: {
    kind,
    matches: outboundIds.map((outboundId) => ({ outboundId, recipient: `${outboundId}@c.example` })),
  },
});

const own = (kind: 'thread' | 'notice' | 'send', hops = 1): Partial<RoutingFacts> => ({
  own: { kind, outboundId: 'o-1', hops },
});

const OWN_MAIL: Case[] = [
  {
    name: 'a notification that comes back is ignored, also at an alias',
    to: ['support@site.example'],
    facts: own('thread'),
    becomes: ['ignored / own_copy'],
    because: 'own_mail: own_copy',
  },
  {
    name: 'a notice that comes back is ignored before its automatic class is looked at',
    to: ['catchall@site.example'],
    facts: { ...own('notice'), automatic: 'auto-replied' },
    becomes: ['ignored / own_copy'],
    because: 'own_mail: own_copy',
  },
  {
    name: "a contact form's mail to an alias is routed",
    to: ['support@site.example'],
    facts: { ...own('send'), automatic: 'auto-generated' },
    becomes: ['create alias:a-support'],
    because: 'own_mail: routed_once',
  },
  {
    name: "a contact form's mail is routed once",
    to: ['support@site.example'],
    facts: own('send', 2),
    becomes: ['ignored / own_copy'],
    because: 'own_mail: own_copy_again',
  },
  {
    name: 'a sent mail to a customer is ignored, whatever the mailbox serves and falls back to',
    to: ['mary@customer.example'],
    deliversTo: ['support@site.example'],
    facts: { ...own('send'), fallbackContentType: TICKET },
    becomes: ['ignored / own_copy'],
    because: 'own_mail: own_copy_to_no_alias',
  },
];

const REPORTS: Case[] = [
  {
    name: 'a bounce is recorded on the mail that it proves, and makes no entry at the alias it came to',
    to: ['support@site.example'],
    facts: { ...report('bounce', 'o-1'), automatic: 'auto-replied', nullSender: true },
    becomes: ['report report:o-1'],
    because: 'report: report_matched',
  },
  {
    name: 'a bounce of several recipients is recorded on each mail once',
    to: ['bounce@site.example'],
    facts: report('bounce', 'o-1', 'o-2', 'o-1'),
    becomes: ['report report:o-1', 'report report:o-2'],
    because: 'report: report_matched',
  },
  {
    name: 'a complaint is recorded',
    facts: report('complaint', 'o-1'),
    becomes: ['report report:o-1'],
    because: 'report: report_matched',
  },
  {
    name: 'a bounce that proves no mail changes nothing',
    to: ['bounce@site.example'],
    facts: report('bounce'),
    becomes: ['reported / not_ours'],
    because: 'report: report_unmatched',
  },
  {
    name: 'a complaint that proves no mail changes nothing',
    facts: report('complaint'),
    becomes: ['reported / not_ours'],
    because: 'report: report_unmatched',
  },
  {
    name: 'a delay has no effect',
    to: ['bounce@site.example'],
    facts: report('delayed', 'o-1'),
    becomes: ['reported / reported_delayed'],
    because: 'report: report_matched',
  },
  {
    name: 'a success has no effect',
    to: ['bounce@site.example'],
    facts: report('success'),
    becomes: ['reported / success_dsn'],
    because: 'report: report_unmatched',
  },
  {
    name: 'a person who forwards a bounce gets a ticket',
    to: ['support@site.example'],
    becomes: ['create alias:a-support'],
    because: 'report: no_report',
  },
];

const AUTO_REPLIES: Case[] = [
  {
    name: 'a vacation note joins the thread that it answers',
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: {
      automatic: 'auto-replied',
      parents: [parent(OURS)],
      answers: [{ outboundId: 'o-1', recipient: 'm@c.example' }],
    },
    becomes: ['append thread:t-ticket'],
    because: 'auto_reply: recorded_on_thread',
  },
  {
    name: 'a vacation note on a mail without thread is recorded on the sent mail, also at an alias',
    to: ['support@site.example'],
    inReplyTo: [OURS],
    facts: { automatic: 'auto-replied', answers: [{ outboundId: 'o-1', recipient: 'm@c.example' }] },
    becomes: ['report report:o-1'],
    because: 'auto_reply: recorded_on_sent_mail',
  },
  {
    name: 'a vacation note that proves nothing joins no thread',
    to: ['support@site.example'],
    inReplyTo: [THEIRS],
    facts: { automatic: 'auto-replied', parents: [parent(THEIRS)] },
    becomes: ['ignored / auto_reply'],
    because: 'auto_reply: belongs_nowhere',
  },
  {
    name: 'an auto-reply makes no entry, by alias or by fallback',
    to: ['support@site.example'],
    facts: { automatic: 'auto-replied', fallbackContentType: TICKET },
    becomes: ['ignored / auto_reply'],
    because: 'auto_reply: belongs_nowhere',
  },
  {
    name: 'an auto-reply makes an entry at the alias that wants it, and at no other',
    to: ['support@site.example', 'robots@site.example'],
    facts: { automatic: 'auto-replied' },
    becomes: ['create alias:a-robots'],
    because: 'alias: refuses_auto_replies',
  },
  {
    name: 'an auto-reply to the bounce address is ignored as such',
    to: ['bounce@site.example'],
    facts: { automatic: 'auto-replied' },
    becomes: ['ignored / auto_reply'],
    because: 'auto_reply: belongs_nowhere',
  },
  ...(['auto-generated', 'bulk', 'list'] as const).map((automatic) => ({
    name: `${automatic} mail is routed like any mail`,
    to: ['support@site.example'],
    facts: { automatic },
    becomes: ['create alias:a-support'],
    because: 'alias: new_entry',
  })),
];

const BOUNCE_ADDRESS_AND_LOOP_TAG: Case[] = [
  {
    name: 'other mail to the bounce address waits for a person, not for the fallback',
    to: ['bounce@site.example'],
    facts: { fallbackContentType: TICKET },
    becomes: ['unroutable / bounce_address'],
    because: 'bounce_address: named',
  },
  {
    name: 'the bounce address beside an alias in To holds the mail',
    to: ['support@site.example', 'bounce@site.example'],
    becomes: ['unroutable / bounce_address'],
    because: 'bounce_address: named',
  },
  {
    name: 'a robot that answers a notice is ignored',
    to: ['support@site.example'],
    facts: { looped: true, automatic: 'auto-generated' },
    becomes: ['ignored / looped'],
    because: 'loop_tag: from_robot',
  },
  {
    name: 'a null sender that answers a notice is a robot',
    to: ['support@site.example'],
    facts: { looped: true, nullSender: true },
    becomes: ['ignored / looped'],
    because: 'loop_tag: from_robot',
  },
  {
    name: 'an auto-reply to a notice is ignored also where the alias wants auto-replies',
    to: ['robots@site.example'],
    facts: { looped: true, automatic: 'auto-replied' },
    becomes: ['ignored / looped'],
    because: 'loop_tag: from_robot',
  },
  {
    name: 'a person who answers a notice goes on',
    to: ['support@site.example'],
    facts: { looped: true },
    becomes: ['create alias:a-support'],
    because: 'loop_tag: from_person',
  },
];

const ALIASES: Case[] = [
  {
    name: 'a reply to the alias joins the entry that this alias made',
    to: ['support@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'alias: joins_its_entry',
  },
  {
    name: 'a colleague of the customer who replies to all joins it too',
    to: ['mary@customer.example'],
    cc: ['support@site.example'],
    inReplyTo: [THEIRS],
    facts: { parents: [parent(THEIRS)] },
    becomes: ['append thread:t-ticket'],
    because: 'alias: joins_its_entry',
  },
  {
    name: 'an alias finds its entry behind a nearer reference to another thread',
    to: ['support@site.example'],
    inReplyTo: ['<other@site.example>'],
    references: [THEIRS, '<other@site.example>'],
    facts: { parents: [parent(THEIRS), parent('<other@site.example>', { threadId: 't-2', madeBy: null })] },
    becomes: ['append thread:t-ticket'],
    because: 'alias: joins_its_entry',
  },
  {
    name: 'an alias of another content type in To is a forward: new entry',
    to: ['sales@site.example'],
    references: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['create alias:a-sales'],
    because: 'alias: forward',
  },
  {
    name: 'a forward that reaches the alias by envelope alone: new entry',
    envelope: ['sales@site.example'],
    to: ['colleague@site.example'],
    references: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['create alias:a-sales'],
    because: 'alias: forward',
  },
  {
    name: 'reply to one alias, copy to another: one joins, one makes an entry',
    to: ['support@site.example', 'sales@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket', 'create alias:a-sales'],
    because: 'alias: forward',
  },
  {
    name: 'one mail that became two entries: its reply joins both',
    to: ['support@site.example', 'sales@site.example'],
    inReplyTo: [THEIRS],
    facts: {
      parents: [
        parent(THEIRS),
        parent(THEIRS, {
          threadId: 't-lead',
          contentType: LEAD,
          entry: 'e-lead',
          madeBy: `alias:${SALES.id}`,
        }),
      ],
    },
    becomes: ['append thread:t-ticket', 'append thread:t-lead'],
    because: 'alias: joins_its_entry',
  },
  {
    name: 'an alias in Cc alone makes no entry from a proven reply',
    to: ['catchall@site.example'],
    cc: ['sales@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'alias: left_to_thread',
  },
  {
    name: 'an alias in Cc alone makes one where nothing is proven',
    to: ['catchall@site.example'],
    cc: ['sales@site.example'],
    inReplyTo: [THEIRS],
    facts: { parents: [parent(THEIRS, { senderTookPart: true })] },
    becomes: ['create alias:a-sales'],
    because: 'alias: forward',
  },
  {
    name: 'an alias in Cc alone makes one where the proven thread has lost its entry',
    to: ['catchall@site.example'],
    cc: ['sales@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS, { entryExists: false })] },
    becomes: ['create alias:a-sales'],
    because: 'alias: forward',
  },
  {
    name: 'a proven reply to the catchall joins its thread beside an alias in To',
    to: ['catchall@site.example', 'sales@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['create alias:a-sales', 'append thread:t-ticket'],
    because: 'thread: reply_to_catchall',
  },
  {
    name: "a proven reply found in an alias's mailbox is no mail to that alias",
    stamps: [['Delivered-To', 'sales@site.example']],
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'alias: left_to_thread',
  },
  {
    name: 'entry deleted, alias of its type among the recipients: new entry',
    to: ['support@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS, { entryExists: false })] },
    becomes: ['create alias:a-support'],
    because: 'references: thread_without_entry',
  },
  {
    name: 'no reference known: new entry',
    to: ['support@site.example'],
    inReplyTo: ['<unknown@customer.example>'],
    becomes: ['create alias:a-support'],
    because: 'references: unknown',
  },
];

const NO_ALIAS: Case[] = [
  {
    name: 'B: our own signed Message-ID lets anybody speak',
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'proof: own_message_id',
  },
  {
    name: 'B holds for the thread, whichever of its messages is the nearest',
    to: ['catchall@site.example'],
    inReplyTo: [THEIRS],
    references: [OURS, THEIRS],
    facts: { parents: [parent(THEIRS), parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'proof: own_message_id',
  },
  {
    name: 'C: a foreign Message-ID counts from one who took part',
    to: ['catchall@site.example'],
    inReplyTo: [THEIRS],
    facts: { parents: [parent(THEIRS, { senderTookPart: true })] },
    becomes: ['append thread:t-ticket'],
    because: 'proof: sender_took_part',
  },
  {
    name: 'C: a foreign Message-ID from a stranger is a suggestion',
    to: ['catchall@site.example'],
    inReplyTo: [THEIRS],
    facts: { parents: [parent(THEIRS)] },
    becomes: ['unroutable / suggestion'],
    because: 'thread: not_proven',
  },
  {
    name: 'what was not proven is a new entry where the server has a fallback',
    to: ['catchall@site.example'],
    inReplyTo: [THEIRS],
    facts: { parents: [parent(THEIRS)], fallbackContentType: TICKET },
    becomes: ['create fallback:api::ticket.ticket'],
    because: 'thread: not_proven',
  },
  {
    name: 'In-Reply-To goes before References',
    to: ['catchall@site.example'],
    inReplyTo: ['<a@site.example>'],
    references: ['<b@site.example>', '<c@site.example>'],
    facts: {
      parents: ['a', 'b', 'c'].map((id) =>
        parent(`<${id}@site.example>`, { threadId: `t-${id}`, ownSigned: true })
      ),
    },
    becomes: ['append thread:t-a'],
    because: 'thread: joined',
  },
  {
    name: 'where In-Reply-To is unknown, the last known of References is the parent',
    to: ['catchall@site.example'],
    inReplyTo: ['<lost@relay.example>'],
    references: ['<a@site.example>', '<b@site.example>', '<lost@relay.example>'],
    facts: {
      parents: ['a', 'b'].map((id) =>
        parent(`<${id}@site.example>`, { threadId: `t-${id}`, ownSigned: true })
      ),
    },
    becomes: ['append thread:t-b'],
    because: 'thread: joined',
  },
  {
    name: 'entry deleted and no alias: a person decides',
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS, { entryExists: false })], fallbackContentType: TICKET },
    becomes: ['unroutable / entry_deleted'],
    because: 'thread: entry_deleted',
  },
  {
    name: 'the fallback content type of the server where no alias matched',
    to: ['info@site.example'],
    facts: { fallbackContentType: TICKET },
    becomes: ['create fallback:api::ticket.ticket'],
    because: 'fallback: new_entry',
  },
  {
    name: 'no fallback where an alias matched',
    to: ['sales@site.example'],
    facts: { fallbackContentType: TICKET },
    becomes: ['create alias:a-sales'],
    because: 'alias: new_entry',
  },
  {
    name: 'only catchall, from a stranger: rejected',
    to: ['catchall@site.example'],
    becomes: ['rejected / catchall_no_proof'],
    because: 'catchall: no_proof',
  },
  {
    name: 'only catchall, by the stamp of its mailbox: rejected',
    stamps: [['Delivered-To', 'catchall@site.example']],
    to: ['suport@site.example'],
    becomes: ['rejected / catchall_no_proof'],
    because: 'catchall: no_proof',
  },
  {
    name: 'only catchall, from one who follows a thread: suggestion',
    to: ['catchall@site.example'],
    facts: { sender: sender({ follows: [thread('t-9')] }) },
    becomes: ['unroutable / suggestion'],
    because: 'catchall: sender_follows',
  },
  {
    name: 'found in the mailbox of the catchall but for somebody else: unroutable',
    to: ['someone@elsewhere.example'],
    deliversTo: ['catchall@site.example'],
    becomes: ['unroutable / no_recipient_of_ours'],
    because: 'catchall: only_the_account',
  },
  {
    name: 'to the default sender without a reference: unroutable',
    to: ['notifications@site.example'],
    becomes: ['unroutable / no_route'],
    because: 'no_route: default_sender',
  },
  {
    name: 'to the default sender as an answer: joins',
    to: ['notifications@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS)] },
    becomes: ['append thread:t-ticket'],
    because: 'thread: joined',
  },
  {
    name: 'no recipient at all: unroutable',
    becomes: ['unroutable / no_recipient_of_ours'],
    because: 'no_route: nobody_of_ours',
  },
];

const inLoop = (count: number, changes: Partial<RoutingFacts['loop']> = {}): Partial<RoutingFacts> => ({
  loop: {
    counts: new Map([['alias:a-support', count]]),
    threshold: 20,
    minutes: 120,
    exempt: false,
    ...changes,
  },
});

const LOOP_WINDOW: Case[] = [
  {
    name: 'the 20th shop order is delivered',
    to: ['support@site.example'],
    facts: inLoop(19),
    becomes: ['create alias:a-support'],
    because: 'loop_window: within',
  },
  {
    name: 'the 21st shop order waits',
    to: ['support@site.example'],
    facts: inLoop(20),
    becomes: ['unroutable / loop_suspected'],
    because: 'loop_window: exceeded',
  },
  {
    name: 'another target of the same mail is not held',
    to: ['support@site.example', 'sales@site.example'],
    facts: inLoop(20),
    becomes: ['create alias:a-sales'],
    because: 'loop_window: exceeded',
  },
  {
    name: 'an allowed sender is exempt',
    to: ['support@site.example'],
    facts: inLoop(500, { exempt: true }),
    becomes: ['create alias:a-support'],
    because: 'loop_window: exempt',
  },
  {
    name: 'a threshold of 0 is no limit',
    to: ['support@site.example'],
    facts: inLoop(500, { threshold: 0 }),
    becomes: ['create alias:a-support'],
    because: 'loop_window: exempt',
  },
  {
    name: 'a thread is a target too',
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: { ...inLoop(0, { counts: new Map([['thread:t-ticket', 20]]) }), parents: [parent(OURS)] },
    becomes: ['unroutable / loop_suspected'],
    because: 'loop_window: exceeded',
  },
  {
    name: 'a report is never held',
    facts: { ...inLoop(0, { counts: new Map([['report:o-1', 99]]) }), ...report('bounce', 'o-1') },
    becomes: ['report report:o-1'],
    because: 'report: report_matched',
  },
];

describe.each([
  ['own mail', OWN_MAIL],
  ['reports', REPORTS],
  ['auto-replies', AUTO_REPLIES],
  ['bounce address and loop tag', BOUNCE_ADDRESS_AND_LOOP_TAG],
  ['aliases', ALIASES],
  ['no alias named', NO_ALIAS],
  ['loop window', LOOP_WINDOW],
])('%s', (_part, cases) => {
  it.each(cases)('$name', ({ becomes, because, ...told }) => {
    const decision = route(factsOf(told));
    expect(inShort(decision)).toEqual(becomes);
    expect(findings(decision)).toContain(because);
  });
});

describe('what a decision carries', () => {
  it('an entry to be made: content type, alias and the address that led there', () => {
    const { actions, outcome } = route(factsOf({ to: ['support+tag@site.example'] }));
    expect(outcome).toBeNull();
    expect(actions).toEqual([
      {
        type: 'create',
        target: 'alias:a-support',
        reason: 'created',
        contentType: TICKET,
        aliasId: 'a-support',
        recipient: 'support+tag@site.example',
      },
    ]);
  });

  it('a fallback entry: no alias', () => {
    const { actions } = route(factsOf({ to: ['info@site.example'], facts: { fallbackContentType: TICKET } }));
    expect(actions).toMatchObject([{ contentType: TICKET, aliasId: null, recipient: 'info@site.example' }]);
  });

  it.each([
    ['B', OURS],
    ['D', THEIRS],
  ])('a reply to an alias: the thread, its entry and proof %s', (proof, id) => {
    const { actions } = route(
      factsOf({ to: ['support@site.example'], inReplyTo: [id], facts: { parents: [parent(id)] } })
    );
    expect(actions).toEqual([
      {
        type: 'append',
        target: 'thread:t-ticket',
        reason: 'appended',
        threadId: 't-ticket',
        contentType: TICKET,
        entry: 'e-ticket',
        proof,
        via: null,
        speaksFor: null,
        isNote: false,
      },
    ]);
  });

  it('a trial of the delimiter ends before anything else is asked, also where it is our own mail', () => {
    const own = { kind: 'send', outboundId: 'o-1', hops: 1 } as const;
    const decision = route(factsOf({ to: ['support@site.example'], facts: { probe: 't-1', own } }));
    expect(decision.actions).toEqual([]);
    expect(decision.outcome).toMatchObject({
      state: 'ignored',
      reason: 'probe_arrived',
      details: { test: 't-1' },
    });
  });

  it('a suggestion: the thread, for the person who decides', () => {
    const { outcome } = route(
      factsOf({ to: ['catchall@site.example'], inReplyTo: [THEIRS], facts: { parents: [parent(THEIRS)] } })
    );
    expect(outcome?.details).toEqual({
      answersNote: false,
      by: 'reference',
      thread: 't-ticket',
      contentType: TICKET,
      entry: 'e-ticket',
      sender: 'mary@customer.example',
    });
    expect(explain('suggestion', outcome?.details)).toContain('e-ticket of api::ticket.ticket');
  });

  it('a held target beside those that go on', () => {
    const { actions, held } = route(
      factsOf({ to: ['support@site.example', 'sales@site.example'], facts: inLoop(20) })
    );
    expect(actions).toHaveLength(1);
    expect(held).toMatchObject([
      { target: 'alias:a-support', state: 'unroutable', reason: 'loop_suspected', details: { count: 20 } },
    ]);
  });

  it('which reference led to which thread, and by which proof', () => {
    const { evidence } = route(
      factsOf({ to: ['catchall@site.example'], inReplyTo: [OURS], facts: { parents: [parent(OURS)] } })
    );
    expect(evidence).toContainEqual({
      step: 'references',
      code: 'thread_found',
      detail: {
        messageId: OURS,
        thread: 't-ticket',
        contentType: TICKET,
        entry: 'e-ticket',
        madeBy: 'alias:a-support',
      },
    });
    expect(evidence).toContainEqual({
      step: 'proof',
      code: 'own_message_id',
      detail: { thread: 't-ticket' },
    });
  });

  it('every step that passed the mail on, in order', () => {
    expect(findings(route(factsOf({})))).toEqual([
      ...Array.from({ length: 4 }, () => 'recipients: group_empty'),
      'recipients: no_group_decided',
      'references: none',
      'own_mail: not_ours',
      'report: no_report',
      'auto_reply: no_auto_reply',
      'bounce_address: not_named',
      'loop_tag: absent',
      'alias: none_named',
      'thread: no_parent',
      'fallback: none_set',
      'catchall: not_named',
      'no_route: nobody_of_ours',
    ]);
  });

  it.each([
    ['a person', {}, []],
    ['list mail', { automatic: 'list' }, ['never_answer']],
    ['a null sender', { nullSender: true }, ['never_answer']],
    ['a loop tag', { looped: true }, ['never_answer']],
    ['our own mail', own('send'), ['never_answer']],
    ['a report', report('bounce'), ['never_answer']],
  ] as const)('whether it may be answered: %s', (_who, facts, flags) => {
    expect(route(factsOf({ to: ['support@site.example'], facts })).flags).toEqual(flags);
  });
});
