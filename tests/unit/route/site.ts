import { addressKey, type MailAddress } from '../../../server/src/mail';
import {
  candidateGroups,
  type AliasFacts,
  type Claim,
  type Decision,
  type KeyFacts,
  type ParentFacts,
  type RoutingFacts,
  type ThreadFacts,
} from '../../../server/src/inbound/route';

/** The site of all cases: two aliases of different content types, one more for tickets, and the three other names. */
export const TICKET = 'api::ticket.ticket';
export const LEAD = 'api::lead.lead';

const alias = (id: string, name: string, contentType: string, autoReplies: AliasFacts['autoReplies']) => ({
  id,
  name,
  address: `${name}@site.example`,
  contentType,
  autoReplies,
});

export const SUPPORT = alias('a-support', 'support', TICKET, 'ignore');
export const SALES = alias('a-sales', 'sales', LEAD, 'ignore');
export const ROBOTS = alias('a-robots', 'robots', TICKET, 'create');

const named = (facts: AliasFacts): [string, Claim] => [facts.address, { kind: 'alias', alias: facts }];

export const CLAIMS = new Map<string, Claim>([
  named(SUPPORT),
  named(SALES),
  named(ROBOTS),
  ['support+tag@site.example', { kind: 'alias', alias: SUPPORT }],
  ['catchall@site.example', { kind: 'catchall' }],
  ['bounce@site.example', { kind: 'bounce' }],
  ['notifications@site.example', { kind: 'default-from' }],
]);

/** Message-IDs: ours is one that this site signed. */
export const OURS = '<ours.1@site.example>';
export const THEIRS = '<theirs.1@customer.example>';

/** The thread of a ticket that support@ made, known by `messageId`. */
export const parent = (messageId: string, changes: Partial<ParentFacts> = {}): ParentFacts => ({
  messageId,
  threadId: 't-ticket',
  contentType: TICKET,
  entry: 'e-ticket',
  entryExists: true,
  madeBy: `alias:${SUPPORT.id}`,
  ownSigned: messageId === OURS,
  isKeyGone: false,
  senderTookPart: false,
  isNote: false,
  ...changes,
});

/** How a case describes a mail; everything is optional. */
export interface Told {
  envelope?: string[];
  /** Delivery headers: `['Delivered-To', 'x@y']`. */
  stamps?: [name: string, value: string][];
  to?: string[];
  cc?: string[];
  resentTo?: string[];
  deliversTo?: string[];
  inReplyTo?: string[];
  references?: string[];
  facts?: Partial<RoutingFacts>;
}

/** A thread of a ticket that no alias made. */
export const thread = (threadId: string): ThreadFacts => ({
  threadId,
  contentType: TICKET,
  entry: `entry-of-${threadId}`,
  entryExists: true,
  madeBy: null,
});

/** The sender of all cases, of whom nothing is known but the address. */
export const sender = (changes: Partial<RoutingFacts['sender']> = {}): RoutingFacts['sender'] => ({
  address: 'mary@customer.example',
  isAdmin: false,
  provenIn: [],
  unvouched: [],
  blockedIn: [],
  followsIn: [],
  follows: [],
  ...changes,
});

/** The key of Mary, who follows the ticket that support@ made, in the Message-ID of our mail to her. */
export const key = (changes: Partial<KeyFacts> = {}): KeyFacts => ({
  followerId: 'f-mary',
  name: 'Mary',
  address: 'mary@customer.example',
  adminUser: null,
  voided: null,
  isSender: true,
  mayPost: true,
  inAddress: false,
  isWritten: true,
  isNote: false,
  threadId: 't-ticket',
  contentType: TICKET,
  entry: 'e-ticket',
  entryExists: true,
  madeBy: `alias:${SUPPORT.id}`,
  ...changes,
});

const addresses = (list: string[] = []): MailAddress[] => list.map((address) => ({ address, name: '' }));

/** The facts of a mail on the site, with the groups that the real code finds. */
export const factsOf = (told: Told): RoutingFacts => {
  const mail = {
    headers: (told.stamps ?? []).map(([name, value]) => ({ name: name.toLowerCase(), value })),
    to: addresses(told.to),
    cc: addresses(told.cc),
    resentTo: addresses(told.resentTo),
    resentCc: [],
    inReplyTo: told.inReplyTo ?? [],
    references: told.references ?? [],
  };
  const groups = candidateGroups(
    mail,
    { recipients: told.envelope ?? [], sender: null },
    told.deliversTo ?? []
  );
  const candidates = groups.flatMap((group) => group.addresses.map(addressKey));
  return {
    mail,
    groups,
    claims: new Map([...CLAIMS].filter(([key]) => candidates.includes(key))),
    probe: null,
    own: null,
    report: null,
    automatic: null,
    answers: [],
    looped: false,
    nullSender: false,
    parents: [],
    keys: [],
    accepted: null,
    sender: sender(),
    fallbackContentType: null,
    loop: { counts: new Map(), threshold: 20, minutes: 120, exempt: false },
    ...told.facts,
  };
};

/** A decision in one word per part: targets, or state and reason. */
export const inShort = ({ actions, outcome }: Decision): string[] =>
  outcome ? [`${outcome.state} / ${outcome.reason}`] : actions.map(({ type, target }) => `${type} ${target}`);

/** The findings as `step: code`. */
export const findings = ({ evidence }: Decision): string[] =>
  evidence.map(({ step, code }) => `${step}: ${code}`);
