import { describe, expect, it } from 'vitest';
import { route } from '../../../server/src/inbound/route';
import { LEAD, OURS, factsOf, findings, inShort, parent, type Told } from './site';

interface Case extends Told {
  name: string;
  becomes: string[];
  /** The group that decided; null: none. */
  by: string | null;
}

/** Who is the mail for? Each case is a way in which real mail arrives. */
const CASES: Case[] = [
  {
    name: 'the envelope decides over what the sender wrote',
    envelope: ['support@site.example'],
    to: ['sales@site.example'],
    becomes: ['create alias:a-support'],
    by: 'envelope',
  },
  {
    name: 'a bcc is known by the envelope alone',
    envelope: ['support@site.example'],
    to: ['someone@customer.example'],
    becomes: ['create alias:a-support'],
    by: 'envelope',
  },
  {
    name: 'two aliases in the envelope make two entries',
    envelope: ['support@site.example', 'sales@site.example'],
    becomes: ['create alias:a-support', 'create alias:a-sales'],
    by: 'envelope',
  },
  {
    name: 'two addresses of one alias make one entry',
    to: ['support@site.example', 'support+tag@site.example', 'SUPPORT@Site.Example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'a bcc is known by a stamp where there is no envelope',
    stamps: [['X-Original-To', 'support@site.example']],
    to: ['someone@customer.example'],
    becomes: ['create alias:a-support'],
    by: 'delivery',
  },
  {
    name: 'Gmail stamps Delivered-To with the primary login on everything',
    stamps: [['Delivered-To', 'owner@site.example']],
    to: ['support@site.example'],
    deliversTo: ['owner@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'Gmail with the catchall as primary login',
    stamps: [['Delivered-To', 'catchall@site.example']],
    to: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'Gmail with the bounce address as primary login',
    stamps: [['Delivered-To', 'bounce@site.example']],
    to: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'Exchange Online stamps nothing',
    to: ['Support@Site.Example'],
    deliversTo: ['mailbox@tenant.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'a Workspace catch-all route names catchall@ in the envelope',
    envelope: ['catchall@site.example'],
    to: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'Postfix expands an alias into the mailbox of the bounce address',
    stamps: [
      ['X-Original-To', 'support@site.example'],
      ['Delivered-To', 'bounce@site.example'],
    ],
    to: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'delivery',
  },
  {
    name: 'a redirected mail is for Resent-To',
    to: ['colleague@customer.example'],
    resentTo: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'what the mailbox serves decides where the mail names nobody of ours',
    to: ['undisclosed@customer.example'],
    deliversTo: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'server',
  },
  {
    name: 'an alias in Cc is a recipient',
    to: ['someone@customer.example'],
    cc: ['support@site.example'],
    becomes: ['create alias:a-support'],
    by: 'visible',
  },
  {
    name: 'a reply to the catchall in the mailbox of the bounce address is a reply',
    stamps: [['Delivered-To', 'bounce@site.example']],
    to: ['catchall@site.example'],
    inReplyTo: [OURS],
    facts: { parents: [parent(OURS, { contentType: LEAD, madeBy: null })] },
    becomes: ['append thread:t-ticket'],
    by: 'visible',
  },
  {
    name: 'nobody of ours',
    envelope: ['x@elsewhere.example'],
    to: ['y@elsewhere.example'],
    becomes: ['unroutable / no_recipient_of_ours'],
    by: null,
  },
];

describe('who the mail is for', () => {
  it.each(CASES)('$name', ({ becomes, by, ...told }) => {
    const decision = route(factsOf(told));
    expect(inShort(decision)).toEqual(becomes);
    const decider = decision.evidence.find(({ code }) => code === 'group_decided');
    expect(decider?.detail.group ?? null).toBe(by);
  });

  it('tells which groups were passed over, and whose each address is', () => {
    const decision = route(
      factsOf({ stamps: [['Delivered-To', 'catchall@site.example']], to: ['support@site.example'] })
    );
    expect(findings(decision).slice(0, 6)).toEqual([
      'recipients: group_empty',
      'recipients: group_passed_over',
      'recipients: address_claimed',
      'recipients: group_decided',
      'recipients: address_claimed',
      'recipients: group_empty',
    ]);
    const claimed = decision.evidence.filter(({ code }) => code === 'address_claimed');
    expect(claimed.map(({ detail }) => [detail.group, detail.address, detail.kind])).toEqual([
      ['delivery', 'catchall@site.example', 'catchall'],
      ['visible', 'support@site.example', 'alias'],
    ]);
  });
});
