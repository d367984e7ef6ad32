import { describe, expect, it } from 'vitest';
import { checkMapping } from '../../../server/src/inbound/mapping';
import { playgroundShape, shapeWith } from './fixtures';

const codes = (problems: { attribute: string; code: string }[]): string[] =>
  problems.map(({ attribute, code }) => `${attribute} ${code}`);

describe('mapping and defaults against the schema', () => {
  it('are right for a ticket', () => {
    const mapping = {
      title: 'subject',
      description: 'html',
      email: 'from.address',
      attachments: 'attachments',
    };
    expect(checkMapping(playgroundShape('ticket'), mapping, { priority: 'high' }, 'draft')).toEqual({
      errors: [],
      warnings: [],
    });
  });

  it('may name only attributes and sources that there are', () => {
    const { errors } = checkMapping(
      playgroundShape('ticket'),
      { title: 'Subject', nothing: 'text', constructor: 'text', description: 'header.', email: 5 },
      { missing: 1 },
      'draft'
    );
    expect(codes(errors)).toEqual([
      'nothing unknown_attribute',
      'constructor unknown_attribute',
      'missing unknown_attribute',
      'title unknown_source',
      'description unknown_source',
      'email unknown_source',
    ]);
    expect(errors[3]?.message).toBe(
      '"Subject" is no source for "title". Sources are: subject, text, reply, html, from.address, from.name, to, cc, date, attachments, messageId, header.<name>.'
    );
  });

  it.each([
    ['email', 'subject'],
    ['media', 'html'],
    ['string', 'attachments'],
    ['integer', 'subject'],
    ['datetime', 'from.name'],
    ['relation', 'attachments'],
    ['uid', 'messageId'],
    ['boolean', 'date'],
  ])('refuse for %s the source %s', (type, source) => {
    const target = { uid: 'api::t.t', attributes: { email: { type: 'email' } } };
    const shape = shapeWith({ a: { type, relation: 'oneToOne', target: target.uid } }, { targets: [target] });
    expect(codes(checkMapping(shape, { a: source }, {}, 'draft').errors)).toEqual(['a source_does_not_fit']);
  });

  it.each(['component', 'dynamiczone', 'password', 'customThing'])('refuse a mail for %s', (type) => {
    const { errors } = checkMapping(shapeWith({ a: { type } }), { a: 'text' }, {}, 'draft');
    expect(codes(errors)).toEqual(['a unsupported_type']);
    expect(errors[0]?.message).toContain(`is of type ${type}`);
  });

  it('refuse a relation whose entries have no address', () => {
    const shape = shapeWith({ a: { type: 'relation', relation: 'oneToOne', target: 'api::t.t' } });
    expect(codes(checkMapping(shape, { a: 'from.address' }, {}, 'draft').errors)).toEqual([
      'a relation_without_address',
    ]);
  });

  const DEFAULTS: [type: object, right: unknown, wrong: unknown][] = [
    [{ type: 'string', maxLength: 3 }, 'abc', 'abcd'],
    [{ type: 'string' }, 'x'.repeat(255), 'x'.repeat(256)],
    [{ type: 'email' }, 'a@b.example', 'nobody'],
    [{ type: 'enumeration', enum: ['low', 'high'] }, 'low', 'middle'],
    [{ type: 'integer', min: 1, max: 5 }, 5, 6],
    [{ type: 'integer' }, 3, '3'],
    [{ type: 'decimal' }, 0.5, 'half'],
    [{ type: 'boolean' }, false, 'false'],
    [{ type: 'date' }, '2026-01-31', '2026-13-31'],
    [{ type: 'time' }, '14:30:00', '14.30'],
    [{ type: 'datetime' }, '2026-01-31T10:00:00Z', 'tomorrow'],
    [{ type: 'blocks' }, [], '<p>x</p>'],
    [{ type: 'media', multiple: true }, [1, 2], ['a']],
    [{ type: 'media' }, 1, [1]],
    [{ type: 'relation', relation: 'manyToMany', target: 'x' }, ['abc'], [{}]],
    [{ type: 'component' }, { a: 1 }, 'a'],
  ];

  it.each(DEFAULTS)('take for %j the default %j, and not %j', (attribute, right, wrong) => {
    const shape = shapeWith({ a: attribute });
    expect(checkMapping(shape, {}, { a: right }, 'draft').errors).toEqual([]);
    expect(codes(checkMapping(shape, {}, { a: wrong }, 'draft').errors)).toEqual(['a default_does_not_fit']);
  });

  it('say what an enumeration takes', () => {
    const { errors } = checkMapping(
      playgroundShape('ticket'),
      { title: 'subject' },
      { priority: 'urgent' },
      'draft'
    );
    expect(errors[0]?.message).toBe(
      'The default of "priority" does not fit its type enumeration: expected one of "low", "normal", "high".'
    );
  });

  it('take no default for a password', () => {
    expect(
      codes(checkMapping(shapeWith({ a: { type: 'password' } }), {}, { a: 'x' }, 'draft').errors)
    ).toEqual(['a default_does_not_fit']);
  });

  describe('what is required', () => {
    const attributes = {
      title: { type: 'string', required: true },
      level: { type: 'enumeration', enum: ['a'], default: 'a', required: true },
      seo: { type: 'component', required: true },
    };
    const withDrafts = shapeWith(attributes, { draftAndPublish: true });

    it('must be filled for published entries', () => {
      expect(codes(checkMapping(withDrafts, {}, {}, 'published').errors)).toEqual([
        'title required_missing',
        'seo required_missing',
      ]);
      expect(checkMapping(withDrafts, { title: 'subject' }, { seo: {} }, 'published').errors).toEqual([]);
    });

    it('is a warning for drafts, which skip it', () => {
      const { errors, warnings } = checkMapping(withDrafts, {}, {}, 'draft');
      expect(errors).toEqual([]);
      expect(codes(warnings)).toEqual(['title required_missing_in_draft', 'seo required_missing_in_draft']);
    });

    it('must be filled where the type has no drafts, whatever the alias says', () => {
      const { errors } = checkMapping(shapeWith(attributes), {}, {}, 'draft');
      expect(codes(errors)).toEqual(['title required_missing', 'seo required_missing']);
    });

    it('is warned of when a mail may lack it', () => {
      const shape = shapeWith({
        cv: { type: 'media', required: true },
        n: { type: 'integer', required: true },
      });
      const mapping = { cv: 'attachments', n: 'header.x-number' };
      expect(codes(checkMapping(shape, mapping, {}, 'published').warnings)).toEqual([
        'cv required_may_be_missing',
        'n required_may_be_missing',
      ]);
    });
  });

  it('warn of what will refuse some mails', () => {
    const shape = shapeWith({
      title: { type: 'string', minLength: 5 },
      code: { type: 'string', regex: '^A' },
      email: { type: 'email', unique: true },
      key: { type: 'string', unique: true },
      note: { type: 'string' },
    });
    const mapping = { title: 'subject', code: 'subject', email: 'from.address', note: 'subject' };
    expect(codes(checkMapping(shape, mapping, { key: 'x', note: 'y' }, 'draft').warnings)).toEqual([
      'title may_be_too_short',
      'code may_not_match',
      'email unique_source_optional',
      'key unique_default',
      'note default_wins',
    ]);
  });
});
