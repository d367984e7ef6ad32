import { describe, expect, test } from 'vitest';
import type { SystemParameter } from '../../../contracts';
import en from '../../../admin/src/translations/en.json';
import { outcomeOfNames, outcomeOfRewriting } from '../../../admin/src/pages/General/outcome';
import {
  defaultsOf,
  fieldProblems,
  requestOf,
  storedProblems,
  valuesOf,
} from '../../../admin/src/pages/General/values';
import { describeParameter } from '../../../server/src/parameters/describe';
import { REGISTRY } from '../../../server/src/parameters/registry';

const parametersWith = (stored: Record<string, string>): SystemParameter[] =>
  Object.keys(REGISTRY).map((key) => describeParameter(key, stored[key]));

const none = parametersWith({});
const keysOf = (sentences: readonly { key: string }[]) => sentences.map(({ key }) => key);

describe('the general settings as a request', () => {
  test('say nothing of what was not changed, also where both rewritings are stored', () => {
    expect(requestOf(valuesOf(none), none)).toEqual({ values: {}, missing: [] });
    const both = parametersWith({
      'mail.force.smtp.from': 'a@site.example',
      'mail.dynamic.smtp.from': 'b@site.example',
    });
    expect(valuesOf(both)).toMatchObject({ rewriting: 'always', rewriteTo: 'a@site.example' });
    expect(requestOf({ ...valuesOf(both), domain: 'site.example' }, both).values).toEqual({
      'mail.catchall.domain': 'site.example',
    });
  });

  test('set what was cleared back to its default', () => {
    const stored = parametersWith({ 'mail.catchall.alias': 'replies' });
    expect(requestOf({ ...valuesOf(stored), catchall: null }, stored).values).toEqual({
      'mail.catchall.alias': null,
    });
  });

  test.each([
    ['never', null, null],
    ['outside', null, 'site@site.example'],
    ['always', 'site@site.example', null],
  ] as const)('%s: the From is forced to %s and dynamic %s', (rewriting, force, dynamic) => {
    const stored = parametersWith({ 'mail.force.smtp.from': 'old@site.example' });
    const values = { ...valuesOf(stored), rewriting, rewriteTo: 'site@site.example' };
    expect(requestOf(values, stored).values).toEqual({
      'mail.force.smtp.from': force,
      'mail.dynamic.smtp.from': dynamic,
    });
  });

  test('take the default sender where no address was typed, and ask for one where there is none', () => {
    const outside = { ...valuesOf(none), rewriting: 'outside', rewriteTo: null } as const;
    expect(requestOf({ ...outside, domain: 'site.example' }, none).values).toMatchObject({
      'mail.dynamic.smtp.from': 'notifications@site.example',
    });
    expect(requestOf(outside, none).missing).toEqual(['rewriteTo']);
  });

  test('are told at the field what is wrong with a key', () => {
    expect(
      fieldProblems({ 'mail.catchall.alias': 'taken', 'values.mail.force.smtp.from': 'no address' })
    ).toEqual({ catchall: 'taken', rewriteTo: 'no address' });
    const wrong = parametersWith({ 'mail.gateway.loop.minutes': 'soon' });
    expect(storedProblems(wrong, ({ code, values }) => `${code} ${JSON.stringify(values)}`)).toEqual({
      loopMinutes: 'wants_whole_number {"least":1,"most":10080}',
    });
  });

  test('each have a description that is translated', () => {
    expect(Object.keys(REGISTRY).filter((key) => !Object.hasOwn(en, `parameter.about.${key}`))).toEqual([]);
  });
});

describe('what the general settings result in', () => {
  const defaults = defaultsOf(none);
  const values = valuesOf(none);

  test('names the addresses once there is a domain, and what does not work before', () => {
    expect(keysOf(outcomeOfNames(values, defaults))).toEqual([
      'general.noDomain.aliases',
      'general.noDomain.answers',
      'general.noDomain.bounces',
      'general.noDomain.sender',
    ]);
    const sentences = outcomeOfNames({ ...values, domain: 'site.example', catchall: null }, defaults);
    expect(sentences).toContainEqual({
      key: 'general.result.answers',
      values: { catchall: 'catchall@site.example' },
    });
  });

  test('gives examples of authors whose address is replaced', () => {
    const site = { ...values, domain: 'site.example', rewriteTo: 'site@site.example' };
    expect(keysOf(outcomeOfRewriting(site, defaults))).toEqual(['general.result.never']);
    expect(outcomeOfRewriting({ ...site, rewriting: 'outside' }, defaults)).toEqual([
      {
        key: 'general.result.rewritten',
        values: { author: 'ada@agency.example', from: '"Ada (ada@agency.example)" <site@site.example>' },
      },
      { key: 'general.result.kept', values: { author: 'ada@site.example' } },
    ]);
    expect(keysOf(outcomeOfRewriting({ ...site, rewriting: 'always' }, defaults))).toEqual([
      'general.result.rewritten',
      'general.result.rewritten',
    ]);
  });

  test('says so where nothing can be replaced', () => {
    const outside = { ...values, rewriting: 'outside', rewriteTo: null } as const;
    expect(keysOf(outcomeOfRewriting(outside, defaults))).toEqual(['general.result.noAddress']);
    const typed = { ...outside, rewriteTo: 'site@site.example' };
    expect(keysOf(outcomeOfRewriting(typed, defaults))).toEqual(['general.noDomain.outside']);
  });
});
