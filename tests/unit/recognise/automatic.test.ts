import { describe, expect, it } from 'vitest';
import {
  answerAddress,
  carriesLoopTag,
  classifyAutomatic,
  LOOP_HEADER,
  type AutomaticClass,
} from '../../../server/src/inbound/recognise';
import { mail, parse } from '../parse/support';

const classOf = async (fields: readonly string[], sender: string | null = null): Promise<AutomaticClass> => {
  const lines = fields.some((field) => field.startsWith('From:'))
    ? fields
    : ['From: mary@x.example', ...fields];
  return classifyAutomatic(await parse(mail(...lines, '', 'text')), { sender }).class;
};

describe('the class of a sender', () => {
  it.each<[AutomaticClass, string[]]>([
    ['auto-replied', ['Auto-Submitted: auto-replied (vacation)']],
    ['auto-replied', ['X-Autoreply: yes']],
    ['auto-replied', ['X-Autorespond: ticket']],
    ['auto-replied', ['Precedence: auto_reply']],
    ['auto-replied', ['Auto-Submitted: auto-generated', 'Subject: Automatic reply: your question']],
    ['auto-replied', ['Auto-Submitted: auto-generated', 'Subject: On vacation until Monday']],
    ['auto-replied', ['X-Auto-Response-Suppress: All', 'Subject: Abwesend bis 5. Mai']],
    ['auto-replied', ['Return-Path: <>', 'Subject: Out of office']],
    ['auto-replied', ['Subject: Automatische Antwort: Angebot']],
    ['auto-replied', ['Subject: Réponse automatique : devis']],
    ['auto-replied', ['Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDkvaDlpb0=?=']],
    [
      'auto-replied',
      ['Subject: =?utf-8?B?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGCOiDRgdGH0ZHRgg==?='],
    ],
    ['auto-replied', ['List-Id: <l.example>', 'Auto-Submitted: auto-replied']],
    ['auto-replied', ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b']],
    ['list', ['List-Id: Users <users.x.example>', 'Precedence: bulk']],
    ['list', ['Precedence: list']],
    ['list', ['Mailing-List: contact x@y.example']],
    ['auto-generated', ['Auto-Submitted: auto-generated']],
    ['auto-generated', ['Auto-Submitted: auto-notified; owner-email="a@b.example"']],
    ['auto-generated', ['Return-Path: <>']],
    ['auto-generated', ['From: no-reply@shop.example', 'List-Unsubscribe: <https://x.example>']],
    ['bulk', ['Precedence: bulk']],
    ['bulk', ['List-Unsubscribe: <mailto:x@y.example>']],
    ['person', []],
    ['person', ['Auto-Submitted: no']],
    ['person', ['X-Auto-Response-Suppress: All']],
    ['person', ['Subject: Out of office next week, please call']],
    ['person', ['Subject: Urlaub im Juli?']],
    ['person', ['Subject: Re: Automatic reply: your question']],
    ['person', ['Subject: Fwd: Automatic reply: your question']],
    ['person', ['Precedence: normal', 'Return-Path: <mary@x.example>']],
  ])('%s: %j', async (expected, fields) => {
    expect(await classOf(fields)).toBe(expected);
  });

  it('believes the envelope rather than Return-Path, and names its evidence', async () => {
    expect(await classOf(['Return-Path: <>'], 'mary@x.example')).toBe('person');
    expect(await classOf(['Return-Path: <mary@x.example>'], '')).toBe('auto-generated');
    const parsed = await parse(mail('From: a@b.example', 'Auto-Submitted: auto-replied', '', 'x'));
    expect(classifyAutomatic(parsed)).toEqual({
      class: 'auto-replied',
      evidence: 'auto-submitted: auto-replied',
    });
  });
});

describe('the answer address', () => {
  const isOurs = (address: string): boolean => address.toLowerCase().endsWith('@site.example');
  const answer = async (...fields: string[]): Promise<string | null> =>
    answerAddress(await parse(mail(...fields, '', 'x')), isOurs)?.address ?? null;

  it.each<[string | null, string[]]>([
    ['mary@x.example', ['From: mary@x.example']],
    ['answers@x.example', ['From: mary@x.example', 'Reply-To: Answers <answers@x.example>']],
    ['mary@x.example', ['From: mary@x.example', 'Reply-To: catchall+abc@SITE.example']],
    ['other@x.example', ['From: mary@x.example', 'Reply-To: catchall@site.example, other@x.example']],
    [
      'mary@x.example',
      ['From: mary via Support <support@site.example>', 'X-Original-From: Mary <mary@x.example>'],
    ],
    [
      'mary@x.example',
      [
        'From: "mary" <users@list.example>',
        'List-Post: <mailto:users@list.example>',
        'X-Original-Sender: mary@x.example',
      ],
    ],
    [
      'mary@x.example',
      [
        'From: users@list.example',
        'To: Users@list.example',
        'List-Id: <users.list.example>',
        'X-Original-From: mary@x.example',
      ],
    ],
    ['mary@x.example', ['From: mary@x.example', 'X-Original-From: evil@y.example']],
    ['support@site.example', ['From: support@site.example']],
    [null, ['From: nobody']],
  ])('%s for %j', async (expected, fields) => {
    expect(await answer(...fields)).toBe(expected);
  });
});

describe('the loop tag', () => {
  it('is seen in any case', async () => {
    expect(carriesLoopTag(await parse(mail(`${LOOP_HEADER.toUpperCase()}: 1`, '', 'x')))).toBe(true);
    expect(carriesLoopTag(await parse(mail('Subject: x', '', 'x')))).toBe(false);
  });
});
