import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseMailHtml } from '../../../server/src/html';
import {
  applyMapping,
  placeImages,
  proposeMapping,
  type ApplyMappingInput,
  type ContentTypeShape,
} from '../../../server/src/inbound/mapping';
import { validateBlocks } from '../html/strapi-oracles';
import { attachment, mailWith, playgroundShape, shapeWith } from './fixtures';

const MARY = { address: 'mary@customer.example', name: 'Mary' };

const apply = (
  shape: ContentTypeShape,
  mapping: Record<string, unknown>,
  more: Partial<ApplyMappingInput> = {}
) => {
  const mail = more.mail ?? mailWith();
  const html = mail.html === null ? null : sanitiseMailHtml(mail.html).html;
  const applied = applyMapping({ shape, mapping, defaults: {}, mail, html, answerAddress: MARY, ...more });
  return { ...applied, notes: applied.notes.map(({ message }) => message) };
};

/** The value of one attribute of this type, and what is noted about it. */
const one = (attribute: object, source: string, more: Partial<ApplyMappingInput> = {}) => {
  const { data, notes } = apply(shapeWith({ a: attribute }), { a: source }, more);
  return { value: data.a, notes };
};

describe('a mail as a ticket', () => {
  it('fills it as proposed', () => {
    const shape = playgroundShape('ticket');
    const mail = mailWith({ attachments: [attachment(0), attachment(1)] });
    expect(apply(shape, proposeMapping(shape), { mail })).toEqual({
      data: {
        title: 'Printer on fire',
        description: 'It \\*burns\\*.\n\nMary',
        email: 'mary@customer.example',
      },
      media: [{ attribute: 'attachments', attachmentIndexes: [0, 1], multiple: true }],
      relations: [],
      unique: [],
      notes: [],
    });
  });

  it('prefers the HTML body where there is one', () => {
    const shape = playgroundShape('ticket');
    const mail = mailWith({ html: '<p>It <b>burns</b>.<script>x</script></p>' });
    expect(apply(shape, proposeMapping(shape), { mail }).data.description).toBe('It **burns**.');
  });

  it('takes the answer address, which need not be From', () => {
    const answerAddress = { address: 'desk@other.example', name: 'Desk' };
    const shape = playgroundShape('applicant');
    const { data, unique } = apply(shape, proposeMapping(shape), { answerAddress });
    expect(data).toMatchObject({ name: 'Desk', email: 'desk@other.example' });
    expect(unique).toEqual([{ attribute: 'email', value: 'desk@other.example', required: false }]);
  });

  it('looks up the first fifty addresses of a relation, and says so', () => {
    const cc = Array.from({ length: 60 }, (_item, index) => ({ address: `p${index}@a.example`, name: '' }));
    const people = { uid: 'api::person.person', attributes: { email: { type: 'email' } } };
    const shape = shapeWith(
      { readers: { type: 'relation', relation: 'manyToMany', target: people.uid } },
      { targets: [people] }
    );
    const { relations, notes } = apply(shape, { readers: 'cc' }, { mail: mailWith({ cc }) });
    expect(relations).toHaveLength(50);
    expect(notes).toEqual(['"readers" was looked up for the first 50 of 60 addresses.']);
  });

  it('lets defaults win over the mail', () => {
    const { data, media } = apply(
      playgroundShape('ticket'),
      { title: 'subject', attachments: 'attachments' },
      {
        defaults: { title: 'From the web', priority: 'high', attachments: [7] },
        mail: mailWith({ attachments: [attachment(0)] }),
      }
    );
    expect(data).toEqual({ title: 'From the web', priority: 'high', attachments: [7] });
    expect(media).toEqual([]);
  });

  it('leaves out, with a note, what no longer fits a changed schema', () => {
    const { data, notes } = apply(playgroundShape('ticket'), {
      title: 'attachments',
      email: 'body',
      gone: 'text',
    });
    expect(data).toEqual({});
    expect(notes).toHaveLength(2);
  });
});

describe('words', () => {
  it('stand on one line in a string, and are cut at the end of a character', () => {
    expect(one({ type: 'string' }, 'text').value).toBe('It *burns*. Mary');
    const long = one({ type: 'string' }, 'subject', {
      mail: mailWith({ subject: `${'x'.repeat(254)}\u{1F600}` }),
    });
    expect(long.value).toBe('x'.repeat(254));
    expect(long.notes).toEqual(['"a" was cut to 255 characters; the whole text is in the message.']);
  });

  it('never exceed what Strapi counts, nor end inside a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 1, max: 300 }),
        (subject, maxLength) => {
          const { value } = one({ type: 'string', maxLength, required: true }, 'subject', {
            mail: mailWith({ subject }),
          });
          expect(
            typeof value === 'string' && value.length <= maxLength && Buffer.from(value).toString() === value
          ).toBe(true);
        }
      )
    );
  });

  it('say so where a required attribute would be empty, and are left out elsewhere', () => {
    const mail = mailWith({ subject: ' ', text: null, headers: [] });
    expect(one({ type: 'string', required: true }, 'subject', { mail }).value).toBe('(no subject)');
    expect(one({ type: 'richtext', required: true }, 'html', { mail }).value).toBe('(no text)');
    expect(one({ type: 'string', required: true }, 'header.x-none', { mail }).value).toBe('(none)');
    expect(one({ type: 'string', required: true }, 'from.name', { mail, answerAddress: null }).value).toBe(
      '(no sender)'
    );
    expect(one({ type: 'string' }, 'subject', { mail })).toEqual({ value: undefined, notes: [] });
    expect(one({ type: 'blocks' }, 'html', { mail }).value).toBeUndefined();
  });

  it('come from every part of the mail', () => {
    const words = (source: string) => one({ type: 'text' }, source).value;
    expect(words('text')).toBe('It *burns*.\n\nMary');
    expect(words('reply')).toBe('It *burns*.\n\nMary');
    expect(words('from.address')).toBe('mary@customer.example');
    expect(words('from.name')).toBe('Mary');
    expect(words('to')).toBe('Support <support@site.example>');
    expect(words('cc')).toBe('bob@customer.example, Eve <eve@customer.example>');
    expect(words('date')).toBe('2026-01-31T13:30:00.000Z');
    expect(words('messageId')).toBe('<1@customer.example>');
    expect(words('header.X-Name')).toBe('Jörg');
  });

  it('are made from the HTML where a mail has nothing else, however complex it is', () => {
    const html = '<p>only <b>this</b></p>';
    expect(one({ type: 'text' }, 'text', { mail: mailWith({ text: null, html }) }).value).toBe('only this');
    const bomb = `${'<div>'.repeat(1_000)}help`;
    expect(one({ type: 'text' }, 'html', { mail: mailWith({ text: null, html: bomb }) }).value).toBe('help');
  });

  it('name the address where a sender has no name', () => {
    const answerAddress = { address: 'x@customer.example', name: '' };
    expect(one({ type: 'string' }, 'from.name', { answerAddress }).value).toBe('x@customer.example');
  });

  it('keep the form that the editor of the attribute takes', async () => {
    const mail = mailWith({ html: '<h1>A</h1><p>b &lt;i&gt; <i onclick="x">c</i></p>' });
    expect(one({ type: 'richtext' }, 'html', { mail }).value).toBe('# A\n\nb &lt;i> *c*');
    expect(one({ type: 'text' }, 'html', { mail }).value).toBe('<h1>A</h1><p>b &lt;i&gt; <i>c</i></p>');
    expect(one({ type: 'string' }, 'html', { mail }).value).toBe('It *burns*. Mary');
    const editor = { type: 'richtext', customField: 'plugin::ckeditor5.CKEditor' };
    expect(one(editor, 'html', { mail }).value).toBe('<h1>A</h1><p>b &lt;i&gt; <i>c</i></p>');
    expect(one(editor, 'text').value).toBe('<p>It *burns*.</p><p>Mary</p>');
    await validateBlocks(one({ type: 'blocks' }, 'html', { mail }).value);
    await validateBlocks(one({ type: 'blocks' }, 'subject').value);
  });

  it('make a uid that Strapi takes and no other mail has', () => {
    const uid = (more: Partial<ApplyMappingInput>) =>
      one({ type: 'uid', targetField: 'x' }, 'subject', more).value;
    expect(uid({})).toMatch(/^printer-on-fire-[0-9a-f]{8}$/);
    expect(uid({ mail: mailWith({ subject: 'Ünïcode — 漢字' }) })).toMatch(/^unicode-[0-9a-f]{8}$/);
    expect(uid({ mail: mailWith({ subject: '漢字' }) })).toMatch(/^mail-[0-9a-f]{8}$/);
    expect(uid({ effectKey: 'one' })).not.toBe(uid({ effectKey: 'two' }));
  });
});

describe('other types', () => {
  it('email takes one address, and none that Strapi would refuse', () => {
    expect(one({ type: 'email' }, 'from.address').value).toBe('mary@customer.example');
    expect(one({ type: 'email' }, 'cc').value).toBe('bob@customer.example');
    const odd = { answerAddress: { address: 'a..b@docomo.example', name: '' } };
    expect(one({ type: 'email' }, 'from.address', odd)).toEqual({
      value: undefined,
      notes: ['"a" is empty: Strapi does not take a..b@docomo.example for an address.'],
    });
    expect(one({ type: 'email' }, 'from.address', { answerAddress: null }).notes).toHaveLength(1);
  });

  it('dates take the form of the attribute, in UTC', () => {
    expect(one({ type: 'date' }, 'date').value).toBe('2026-01-31');
    expect(one({ type: 'datetime' }, 'date').value).toBe('2026-01-31T13:30:00.000Z');
    expect(one({ type: 'time' }, 'date').value).toBe('13:30:00.000');
    const mail = mailWith({ date: null });
    expect(one({ type: 'date' }, 'date', { mail, receivedAt: new Date('2026-02-01T00:00:00Z') }).value).toBe(
      '2026-02-01'
    );
    expect(one({ type: 'date' }, 'date', { mail }).value).toBeUndefined();
    expect(
      one({ type: 'date' }, 'date', { mail: mailWith({ date: new Date('0042-01-01') }) }).notes
    ).toHaveLength(1);
  });

  const HEADERS: [attribute: object, text: string, value: unknown][] = [
    [{ type: 'integer' }, ' 42 ', 42],
    [{ type: 'integer' }, '4.2', undefined],
    [{ type: 'integer' }, '2147483648', undefined],
    [{ type: 'integer', max: 5 }, '6', undefined],
    [{ type: 'biginteger' }, '9007199254740993', '9007199254740993'],
    [{ type: 'biginteger' }, '99999999999999999999', undefined],
    [{ type: 'decimal' }, '-1.50', -1.5],
    [{ type: 'decimal' }, '1e9', undefined],
    [{ type: 'float' }, 'NaN', undefined],
    [{ type: 'boolean' }, 'Yes', true],
    [{ type: 'boolean' }, '0', false],
    [{ type: 'boolean' }, 'constructor', undefined],
    [{ type: 'enumeration', enum: ['low', 'High'] }, 'high', 'High'],
    [{ type: 'enumeration', enum: ['low'] }, 'middle', undefined],
    [{ type: 'json' }, '{"a":[1]}', { a: [1] }],
    [{ type: 'json' }, '{a:1}', undefined],
    [{ type: 'datetime' }, 'Sat, 31 Jan 2026 14:30:00 +0100', '2026-01-31T13:30:00.000Z'],
    [{ type: 'date' }, '2026-01-31', '2026-01-31'],
    [{ type: 'date' }, '5', undefined],
  ];

  it.each(HEADERS)('%j takes "%s" of a header as %j', (attribute, text, value) => {
    const mail = mailWith({ headers: [{ name: 'x-value', value: text }] });
    const got = one(attribute, 'header.X-Value', { mail });
    expect(got.value).toEqual(value);
    expect(got.notes).toHaveLength(value === undefined ? 1 : 0);
  });

  it('say nothing of a header that a mail does not have', () => {
    expect(one({ type: 'integer' }, 'header.x-none')).toEqual({ value: undefined, notes: [] });
  });

  it('json takes addresses', () => {
    expect(one({ type: 'json' }, 'to').value).toEqual([{ address: 'support@site.example', name: 'Support' }]);
  });

  it('a relation asks for the entry with the address', () => {
    const customer = { uid: 'api::customer.customer', attributes: { mail: { type: 'email' } } };
    const relation = (kind: string) => ({ type: 'relation', relation: kind, target: customer.uid });
    const shape = shapeWith(
      { customer: relation('manyToOne'), others: relation('manyToMany') },
      { targets: [customer] }
    );
    const { relations } = apply(shape, { customer: 'from.address', others: 'cc' });
    const found = { target: customer.uid, targetAddress: 'mail' };
    expect(relations).toEqual([
      { attribute: 'customer', ...found, address: 'mary@customer.example', multiple: false },
      { attribute: 'others', ...found, address: 'bob@customer.example', multiple: true },
      { attribute: 'others', ...found, address: 'eve@customer.example', multiple: true },
    ]);
  });
});

describe('files', () => {
  const logo = attachment(0, {
    contentType: 'image/png',
    contentId: 'logo',
    disposition: 'inline',
    fileName: 'logo.png',
  });
  const letter = attachment(1);
  const photo = attachment(2, { contentType: 'image/jpeg', fileName: 'me.jpg' });
  const wish = (attribute: object, attachments: (typeof logo)[]) => {
    const { media, notes } = apply(
      shapeWith({ f: attribute }),
      { f: 'attachments' },
      { mail: mailWith({ attachments }) }
    );
    return { indexes: media[0]?.attachmentIndexes, notes };
  };

  it('all go where there is room for many', () => {
    expect(wish({ type: 'media', multiple: true }, [logo, letter, photo]).indexes).toEqual([0, 1, 2]);
  });

  it('one alone is the first that was attached, not the logo of a signature', () => {
    const { indexes, notes } = wish({ type: 'media' }, [logo, letter, photo]);
    expect(indexes).toEqual([1]);
    expect(notes).toEqual(['"f" holds one file: the first of 2. All are in the message.']);
    expect(wish({ type: 'media' }, [logo])).toEqual({ indexes: [0], notes: [] });
  });

  it('are of the kinds that the attribute takes', () => {
    expect(wish({ type: 'media', allowedTypes: ['images'] }, [letter, photo])).toEqual({
      indexes: [2],
      notes: [],
    });
    expect(wish({ type: 'media', multiple: true, allowedTypes: ['files'] }, [logo, letter]).indexes).toEqual([
      1,
    ]);
    expect(wish({ type: 'media', allowedTypes: ['videos'] }, [logo, letter]).indexes).toBeUndefined();
  });
});

describe('pictures in the text', () => {
  const mail = mailWith({
    html: '<p>See <img src="cid:a%40b" alt="plan [1]"> and <img src="cid:gone" alt="x"></p>',
  });
  const shape = shapeWith({ body: { type: 'richtext' }, html: { type: 'text' } });

  it('point to their copies, or become their words', () => {
    const { data } = apply(shape, { body: 'html', html: 'html' }, { mail, inlineImages: true });
    const urls = new Map([['a@b', '/uploads/plan_1.png']]);
    expect(placeImages({ ...data, n: 1 }, urls, shape.attributes)).toEqual({
      body: 'See ![plan \\[1\\]](/uploads/plan_1.png) and x',
      html: '<p>See <img alt="plan [1]" src="/uploads/plan_1.png" /> and <img alt="x" src="cid:gone" /></p>',
      n: 1,
    });
  });

  it('are not seen in what somebody wrote', () => {
    const words = '![plan](cid:a@b) ](cid:a@b)';
    const { data } = apply(shape, { body: 'text', html: 'text' }, { mail: mailWith({ text: words }) });
    expect(placeImages(data, new Map([['a@b', '/uploads/plan_1.png']]), shape.attributes)).toEqual(data);
  });

  it.each([
    ['![a](cid:x)![b](cid:y)', '![a](/x.png)b'],
    ['[![a](cid:x)](https://site.example/)', '[![a](/x.png)](https://site.example/)'],
    ['![ ![a](cid:x)', '![ ![a](/x.png)'],
    ['![\\\\](cid:x)', '![\\\\](/x.png)'],
    ['![a\\](cid:x)', '![a\\](cid:x)'],
    ['![a] b](cid:x)', '![a] b](cid:x)'],
    ['![a](cid:) ![b](cid:x', '![a](cid:) ![b](cid:x'],
  ])('are found in Markdown where they are: %j', (body, placed) => {
    expect(placeImages({ body }, new Map([['x', '/x.png']]), shape.attributes)).toEqual({ body: placed });
  });

  it('are words alone where no media is mapped', () => {
    expect(apply(shape, { body: 'html' }, { mail }).data.body).toBe('See plan \\[1\\] and x');
  });
});
