import { describe, expect, test } from 'vitest';
import type { Holder } from '../../../server/src/addresses';
import { sourcesFor, type ContentTypeShape } from '../../../server/src/inbound/mapping';
import { PREVIEW_LIMITS, presentValues, suggestAddress } from '../../../server/src/inbound/rehearse';
import type { RecipientGroup } from '../../../server/src/inbound/route';

const groups = (...addresses: string[]): RecipientGroup[] => [{ name: 'visible', addresses }];
const SITE = { primary: 'site.example', allowed: ['site.test'] };
const taken = (...addresses: string[]): Map<string, Holder> =>
  new Map(addresses.map((address) => [address, { owner: 'x', kind: 'alias' as const }]));

describe('the address of an alias for a mail', () => {
  test.each([
    [['sales@site.example'], { name: 'sales', domain: null }],
    [['sales@site.test'], { name: 'sales', domain: null }],
    [['a@b.example', 'Sales+x1@site.example'], { name: 'sales', domain: null }],
    [['a@b.example', 'c@d.example'], { name: 'a', domain: 'b.example' }],
    [['support@site.example'], { name: null, domain: null }],
    [['"two words"@site.example'], { name: null, domain: null }],
    [[], { name: null, domain: null }],
  ])('%j: %j', (addresses, expected) => {
    expect(suggestAddress(groups(...addresses), taken('support@site.example'), SITE)).toEqual(expected);
  });

  test('names its domain where the site has none', () => {
    const nowhere = { primary: '', allowed: [] };
    expect(suggestAddress(groups('a@b.example'), new Map(), nowhere)).toEqual({
      name: 'a',
      domain: 'b.example',
    });
  });
});

describe('the values of a preview', () => {
  const shape: ContentTypeShape = {
    ...{ uid: 'api::x.x', draftAndPublish: false, localised: false },
    attributes: {
      title: { type: 'string' },
      priority: { type: 'enumeration', hasDefault: true },
      customer: { type: 'relation' },
      files: { type: 'media' },
      kind: { type: 'string' },
      empty: { type: 'string' },
    },
  };
  const applied = {
    data: { title: 'x'.repeat(PREVIEW_LIMITS.characters + 1), kind: 'mail' },
    media: [{ attribute: 'files', attachmentIndexes: [0], multiple: false }],
    relations: [
      {
        ...{ attribute: 'customer', target: 'api::y.y', targetAddress: 'email' },
        ...{ address: 'a@b.example', multiple: false },
      },
    ],
    unique: [],
    notes: [],
  };
  const file = {
    ...{ index: 0, fileName: 'a.txt', contentType: 'text/plain', contentId: null, disposition: null },
    ...{ size: 3, digest: '', content: { kind: 'memory' as const, bytes: Buffer.from('abc') } },
  };
  const values = presentValues({
    shape,
    mapping: { title: 'subject', customer: 'from.address', files: 'attachments', kind: 'subject' },
    defaults: { kind: 'mail' },
    applied,
    attachments: [file],
    related: {},
  });

  test('say where they come from', () => {
    expect(values.map(({ attribute, origin, source }) => [attribute, origin, source])).toEqual([
      ['title', 'mail', 'subject'],
      ['priority', 'schema', null],
      ['customer', 'nothing', 'from.address'],
      ['files', 'mail', 'attachments'],
      ['kind', 'fixed', null],
      ['empty', 'nothing', null],
    ]);
  });

  test('are cut, and name files and the addresses that were looked up', () => {
    expect(values[0]).toMatchObject({ isCut: true, value: 'x'.repeat(PREVIEW_LIMITS.characters) });
    expect(values[2]).toMatchObject({ addresses: ['a@b.example'], entries: [] });
    expect(values[3]?.files).toEqual([{ name: 'a.txt', contentType: 'text/plain', size: 3 }]);
  });

  test('stay small, however deep and long they are', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100; level += 1) deep = { inner: [deep] };
    const [value] = presentValues({
      ...{ mapping: {}, defaults: {}, attachments: [], related: {} },
      shape: { ...shape, attributes: { title: { type: 'json' } } },
      applied: { ...applied, data: { title: { deep, long: Array.from({ length: 1000 }, () => 1) } } },
    });
    expect(value?.isCut).toBe(true);
    expect(JSON.stringify(value).length).toBeLessThan(1000);
  });
});

describe('the sources that fit an attribute', () => {
  test.each([
    [{ type: 'uid' }, ['subject']],
    [{ type: 'boolean' }, ['header.']],
    [{ type: 'date' }, ['date', 'header.']],
    [{ type: 'media' }, ['attachments']],
    [{ type: 'relation' }, []],
    [{ type: 'relation', targetAddress: 'email' }, ['from.address', 'to', 'cc', 'header.']],
    [{ type: 'component' }, []],
  ])('%j: %j', (attribute, sources) => {
    expect(sourcesFor(attribute)).toEqual(sources);
  });
});
