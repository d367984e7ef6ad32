import { describe, expect, it } from 'vitest';
import {
  aliasStateOf,
  domainStateOf,
  incomingStateOf,
  keyStateOf,
  mailboxStateOf,
  mostTelling,
  outgoingStateOf,
} from '../../../admin/src/pages/FirstSteps/state';

const fetched = {
  active: true,
  state: 'confirmed' as const,
  errorSince: null,
  failures: 0,
  lastSuccessAt: '2030-01-01T00:00:00Z',
  testErrorCode: null,
  testOutdated: false,
};
const failing = { ...fetched, errorSince: '2030-01-02T00:00:00Z', failures: 3 };
const draft = { ...fetched, state: 'draft' as const, lastSuccessAt: null };
const refused = { ...draft, testErrorCode: 'login_refused' };

const working = {
  active: true,
  state: 'ok' as const,
  pausedUntil: null,
  lastTestedAt: null,
  testErrorCode: null,
  testOutdated: false,
};

const test = {
  documentId: 'a',
  delimiter: '+' as const,
  address: 'catchall+key@site.example',
  sentAt: '2030-01-01T00:00:00Z',
  outdated: false,
  state: 'arrived' as const,
  sending: 'accepted' as const,
  door: 'Support',
  explanation: null,
  sentences: [],
};

describe('the step of the mailbox', () => {
  it.each([
    ['there is none', [], 'open'],
    ['it is fetched', [fetched], 'done'],
    ['it is confirmed and waits for its first run', [{ ...fetched, lastSuccessAt: null }], 'done'],
    ['fetching fails', [failing], 'trouble'],
    ['one of two fails', [fetched, failing], 'trouble'],
    ['it was never tested', [draft], 'open'],
    ['its test failed', [refused], 'trouble'],
    ['it was changed since its test failed', [{ ...refused, testOutdated: true }], 'open'],
    ['the one that failed is switched off', [{ ...failing, active: false }], 'open'],
    ['it works, and something could not be done afterwards', [{ ...failing, failures: 0 }], 'done'],
  ])('%s', (_name, servers, state) => {
    expect(incomingStateOf(servers, false)).toBe(state);
  });

  it('is not done while the site fetches nothing', () => {
    expect(incomingStateOf([fetched], true)).toBe('trouble');
    expect(incomingStateOf([draft], true)).toBe('open');
  });

  it('tells of a draft that is switched off that it is', () => {
    expect(mailboxStateOf({ ...refused, active: false })).toBe('inactive');
  });
});

it('the step of the server for answers is done where one works and none fails', () => {
  const failed = { ...working, state: 'failing' as const };
  expect(outgoingStateOf([working, { ...working, active: false }], false)).toBe('done');
  expect(outgoingStateOf([working, failed], false)).toBe('trouble');
  expect(outgoingStateOf([{ ...working, state: 'untested' }], false)).toBe('open');
  expect(outgoingStateOf([working], true)).toBe('trouble');
});

it('the step of the domain tells of a test that says that replies are lost', () => {
  expect(keyStateOf('none', [test])).toBeNull();
  expect(keyStateOf('-', [test])).toBe('untried');
  expect(keyStateOf('+', [{ ...test, outdated: true }])).toBe('untried');
  expect(keyStateOf('+', [test])).toBe('arrived');
  expect(keyStateOf('+', [{ ...test, state: 'missing', sending: 'under_way' }])).toBe('unsent');
  expect(domainStateOf('', null)).toBe('open');
  expect(domainStateOf('site.example', null)).toBe('done');
  expect(domainStateOf('site.example', 'waiting')).toBe('done');
  expect(domainStateOf('site.example', 'failed')).toBe('trouble');
});

it('the step of the alias is done where one makes entries', () => {
  const alias = { active: true, validity: 'valid' as const };
  expect(aliasStateOf([])).toBe('open');
  expect(aliasStateOf([alias, { ...alias, active: false }])).toBe('done');
  expect(aliasStateOf([{ ...alias, active: false }])).toBe('open');
  expect(aliasStateOf([alias, { ...alias, validity: 'invalid' }])).toBe('trouble');
});

it('what needs a look stands first', () => {
  const names = mostTelling(['open', 'done', 'trouble'] as const, (state) => state, 2);
  expect(names).toEqual(['trouble', 'done']);
});
