import { describe, expect, it } from 'vitest';
import { outcomeOfTest, sendingReason, sendingStateOf } from '../../../admin/src/words';
import type { Sentences } from '../../../admin/src/i18n';

const NOW = Date.parse('2030-01-01T00:00:00Z');

const server = {
  active: true,
  state: 'untested' as const,
  pausedUntil: null,
  lastTestedAt: null,
  testErrorCode: null,
  testErrorMessage: null,
  testOutdated: false,
  lastError: null,
  lastErrorCode: null,
};
const tested = { ...server, lastTestedAt: '2029-12-31T00:00:00Z' };
const refused = { ...tested, testErrorCode: 'login_refused', testErrorMessage: 'No such user. Mend it.' };

const sentences: Sentences = (key) => (key === 'failure.login_refused' ? `<${key}>` : null);

describe('the state of an outgoing server', () => {
  it.each([
    ['never tested', server, 'untested'],
    ['saved again after a good test of the same settings', tested, 'ok'],
    ['saved again after a failed test of the same settings', refused, 'failing'],
    ['changed since a good test', { ...tested, testOutdated: true }, 'changed'],
    ['changed since a failed test', { ...refused, testOutdated: true }, 'changed'],
    ['used since', { ...refused, state: 'ok' as const }, 'ok'],
    ['failing by a mail although its test went well', { ...tested, state: 'failing' as const }, 'failing'],
    ['at rest', { ...server, pausedUntil: '2030-01-01T00:05:00Z' }, 'paused'],
    ['after its rest', { ...server, pausedUntil: '2029-12-31T23:55:00Z' }, 'untested'],
    ['switched off, however its test went', { ...refused, active: false }, 'inactive'],
  ])('%s', (_name, facts, state) => {
    expect(sendingStateOf(facts, NOW)).toBe(state);
  });

  it('has a reason: of the test that it failed, or of the mail that could not leave', () => {
    expect(sendingReason({ ...refused, lastError: 'No such user.' }, sentences)).toBe(
      '<failure.login_refused>'
    );
    expect(sendingReason(refused, sentences)).toBe('<failure.login_refused>');
    expect(sendingReason({ ...refused, lastError: 'Over quota.' }, sentences)).toBe('Over quota.');
    const known = { ...refused, lastError: 'Refused: 535.', lastErrorCode: 'login_refused' };
    expect(sendingReason(known, sentences)).toBe('<failure.login_refused>');
    expect(sendingReason(server, sentences)).toBeNull();
  });
});

it('a test mail that did not leave says nothing about the address', () => {
  expect(outcomeOfTest({ state: 'missing', sending: 'under_way' })).toBe('unsent');
  expect(outcomeOfTest({ state: 'missing', sending: 'accepted' })).toBe('missing');
  expect(outcomeOfTest({ state: 'waiting', sending: 'under_way' })).toBe('waiting');
});
