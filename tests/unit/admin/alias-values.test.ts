import { describe, expect, test } from 'vitest';
import type { Alias, AliasAttribute, MappingProposal } from '../../../contracts';
import { blockLines } from '../../../admin/src/pages/Aliases/block-lines';
import { sentenceOf, wayOf } from '../../../admin/src/pages/Aliases/destination-words';
import { fixedText, fixedValue, isSame } from '../../../admin/src/pages/Aliases/fixed';
import { isMissing, isShown, readRows, rowsOf } from '../../../admin/src/pages/Aliases/rows';
import {
  changesOf,
  errorsOf,
  newValues,
  requestOf,
  retarget,
  savedValues,
} from '../../../admin/src/pages/Aliases/values';

const attribute = (name: string, type: string, more: Partial<AliasAttribute> = {}): AliasAttribute => ({
  ...{ name, type, required: false, hasDefault: false, multiple: false, enum: null },
  ...{ sources: ['subject'], takesValue: true },
  ...more,
});

const PROPOSAL: MappingProposal = {
  contentType: 'api::ticket.ticket',
  mapping: { title: 'subject' },
  attributes: [
    attribute('title', 'string', { required: true }),
    attribute('priority', 'enumeration', { enum: ['low', 'high'], hasDefault: true, required: true }),
    attribute('count', 'integer'),
    attribute('meta', 'json'),
  ],
  draftAndPublish: false,
  locales: [],
};

const ALIAS: Alias = {
  documentId: 'a1',
  address: 'support@site.example',
  ...{ name: 'support', domain: null, contentType: 'api::ticket.ticket' },
  mapping: { title: 'subject', priority: 'header.importance' },
  defaults: { count: 3 },
  ...{ entryStatus: 'draft', entryLocale: null, autoReplies: 'ignore', active: true },
  ...{ validity: 'valid', validityMessage: null, validitySentences: [], createdAt: null, updatedAt: null },
};

describe('a mapping as rows', () => {
  test('gives back what it was made of', () => {
    const rows = rowsOf(PROPOSAL, ALIAS.mapping, ALIAS.defaults ?? {});
    expect(rows.priority).toEqual({ choice: 'header.', header: 'importance', value: null });
    expect(readRows(PROPOSAL.attributes, rows)).toEqual({
      mapping: ALIAS.mapping,
      defaults: ALIAS.defaults,
      problems: {},
    });
  });

  test('says what is unfinished', () => {
    const rows = {
      title: { choice: 'header.', header: ' ', value: null },
      count: { choice: 'fixed', header: null, value: null },
      meta: { choice: 'fixed', header: null, value: '{' },
    };
    expect(readRows(PROPOSAL.attributes, rows)).toEqual({
      mapping: {},
      defaults: {},
      problems: {
        'rows.title.header': 'alias.problem.header',
        'rows.count.value': 'alias.problem.value',
        'rows.meta.value': 'alias.problem.json',
      },
    });
  });

  test('marks what is required, unless the content type fills it itself', () => {
    const nothing = { choice: 'nothing', header: null, value: null };
    expect(PROPOSAL.attributes.filter((one) => isMissing(one, nothing)).map(({ name }) => name)).toEqual([
      'title',
    ]);
  });

  test('has none for what nothing can fill, unless that is a problem', () => {
    const secret = attribute('secret', 'password', { sources: [], takesValue: false });
    expect(isShown(secret)).toBe(false);
    expect(isShown({ ...secret, required: true })).toBe(true);
  });
});

describe('fixed values', () => {
  const cases: [Partial<AliasAttribute> & { type: string }, string, unknown][] = [
    [{ type: 'string' }, 'Hello', 'Hello'],
    [{ type: 'integer' }, '12', 12],
    [{ type: 'decimal' }, '1.5', 1.5],
    [{ type: 'biginteger' }, '9007199254740993', '9007199254740993'],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'json' }, '{\n  "a": [\n    1\n  ]\n}', { a: [1] }],
    [{ type: 'media' }, '3', 3],
    [{ type: 'media', multiple: true }, '3, 4', [3, 4]],
    [{ type: 'relation', multiple: true }, 'abc', ['abc']],
    [
      { type: 'blocks' },
      'One\nTwo',
      ['One', 'Two'].map((text) => ({ type: 'paragraph', children: [{ type: 'text', text }] })),
    ],
  ];
  test.each(cases)('%o: %j is %j, and back', (given, text, value) => {
    const one = attribute('x', given.type, given);
    expect(fixedValue(one, text)).toEqual({ value });
    expect(fixedText(one, value as never)).toBe(text);
  });

  test('blocks that are more than plain text are shown as they are', () => {
    const heading = [{ type: 'heading', level: 1, children: [{ type: 'text', text: 'One' }] }];
    const blocks = { type: 'blocks', multiple: false };
    expect(fixedValue(blocks, fixedText(blocks, heading))).toEqual({ value: heading });
  });

  test('what is no number goes to the server, which says what it expects', () => {
    expect(fixedValue({ type: 'integer', multiple: false }, 'many')).toEqual({ value: 'many' });
  });
});

describe('the form of an alias as a request', () => {
  test('changes nothing while nothing was changed', () => {
    const request = requestOf(savedValues(ALIAS, PROPOSAL), PROPOSAL);
    expect(changesOf(request, ALIAS)).toEqual({});
  });

  test('leaves out what the content type has lost', () => {
    const alias = { ...ALIAS, mapping: { ...ALIAS.mapping, colour: 'subject' } };
    const request = requestOf(savedValues(alias, PROPOSAL), PROPOSAL);
    expect(changesOf(request, alias)).toEqual({ mapping: ALIAS.mapping });
  });

  test('says nothing of the mapping where the content type is gone', () => {
    const values = { ...savedValues(ALIAS, null), active: false };
    expect(changesOf(requestOf(values, null), ALIAS)).toEqual({ active: false });
  });

  test('takes the proposal for another content type', () => {
    const values = retarget({ ...newValues({ name: 'jobs' }), entryLocale: 'de' }, PROPOSAL);
    expect(requestOf(values, PROPOSAL)).toMatchObject({
      name: 'jobs',
      contentType: 'api::ticket.ticket',
      mapping: { title: 'subject' },
      defaults: null,
      entryLocale: null,
    });
  });

  test('has the server’s problems at its fields', () => {
    expect(errorsOf({ name: 'Taken.', 'mapping.name': 'Unfit.', 'defaults.count': 'No number.' })).toEqual({
      name: 'Taken.',
      rows: { name: { choice: 'Unfit.' }, count: { choice: 'No number.' } },
    });
  });
});

test('values are the same whatever the order of their keys', () => {
  expect(isSame({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
});

test('blocks are shown line by line', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  const blocks = [
    { type: 'paragraph', children: [text('Hello '), { type: 'link', children: [text('you')] }] },
    { type: 'list', children: [{ type: 'list-item', children: [text('one')] }] },
  ];
  expect(blockLines(blocks)).toEqual(['Hello you', '• one']);
  expect(blockLines(null)).toEqual([]);
});

describe('the destination of an address in words', () => {
  const way = { mailbox: null, state: 'unroutable', reason: 'no_route', contentType: null, alias: null };
  const made = {
    ...way,
    contentType: 'api::ticket.ticket',
    alias: { documentId: 'a1', address: 'a@b.example' },
  };
  const alias = { documentId: 'a1', address: 'a@b.example', contentType: 'x', active: false };

  test.each([
    [{ kind: 'alias', alias: { ...alias, active: true } }, made, 'alias.destination.alias'],
    [{ kind: 'alias', alias }, way, 'alias.destination.inactive'],
    [{ kind: 'catchall', alias: null }, way, 'alias.destination.catchall'],
    [{ kind: 'bounce', alias: null }, way, 'alias.destination.bounce'],
    [{ kind: 'default-from', alias: null }, way, 'alias.destination.sender'],
    [null, way, 'alias.destination.nobody'],
  ] as const)('%j', (holder, usual, key) => {
    expect(sentenceOf({ address: 'a@b.example', holder, ways: [usual] })).toBe(key);
  });

  test('by mailbox', () => {
    const mailbox = { documentId: 'm', name: 'Info' };
    expect(wayOf({ ...way, mailbox })).toBe('alias.destination.mailbox.waits');
    expect(wayOf({ ...made, mailbox })).toBe('alias.destination.mailbox.alias');
    expect(wayOf({ ...made, mailbox, alias: null })).toBe('alias.destination.mailbox.fallback');
  });
});
