import { describe, expect, test } from 'vitest';
import { createIncomingServer, incomingServer } from '../../../contracts';
import { healthOf } from '../../../admin/src/words';
import {
  newValues,
  problemsOf,
  requestOf,
  savedValues,
} from '../../../admin/src/pages/IncomingServers/values';

const typed = { ...newValues({}), name: 'Support', host: 'mail.example.com', username: 'support' };

const saved = incomingServer.parse({
  ...createIncomingServer.parse(requestOf(typed)),
  protocol: 'imap',
  authentication: 'password',
  documentId: 'abc',
  hasSecret: true,
  state: 'confirmed',
  failures: 0,
  ...{ confirmedAt: null, lastFetchedAt: null, lastSuccessAt: null, lastMailAt: null, errorSince: null },
  ...{ lastTestedAt: null, testErrorCode: null, testErrorMessage: null, testOutdated: false },
  ...{ errorCode: null, errorMessage: null, nextAttemptAt: null, createdAt: null, updatedAt: null },
});

describe('the form of an incoming server as a request', () => {
  test('says nothing of a password that was not typed, so that the stored one stays', () => {
    expect(requestOf(typed)).not.toHaveProperty('password');
    expect(requestOf({ ...typed, password: 'new' })).toHaveProperty('password', 'new');
  });

  test.each([
    ['tls', 993],
    ['starttls', 143],
    ['none', 143],
  ] as const)('%s: an empty port is the usual one, %i', (encryption, port) => {
    expect(requestOf({ ...typed, encryption }).port).toBe(port);
  });

  test('a folder to move to that is not moved to any more is forgotten', () => {
    const moving = { ...typed, afterFetchFolder: 'Done' };
    expect(requestOf({ ...moving, afterFetch: 'move' }).afterFetchFolder).toBe('Done');
    expect(requestOf({ ...moving, afterFetch: 'leave' }).afterFetchFolder).toBeNull();
  });

  test.each(['unseen', 'now', 'all', 'days:30'])('start %s: comes back as it was saved', (startFrom) => {
    expect(requestOf(savedValues({ ...saved, startFrom })).startFrom).toBe(startFrom);
  });

  test.each([null, 1024, 26_214_400, 99_999_999])('a largest size of %s comes back to the byte', (size) => {
    expect(requestOf(savedValues({ ...saved, maxMessageSize: size })).maxMessageSize).toBe(size);
  });

  test('days that were left empty are refused, and said at their own field', () => {
    const request = requestOf({ ...typed, startWith: 'days', startDays: null });
    const { error } = createIncomingServer.safeParse(request);
    const issues = Object.fromEntries(
      (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message])
    );
    expect(Object.keys(problemsOf(issues))).toEqual(['startDays']);
  });
});

describe('how a mailbox is doing', () => {
  const base = {
    active: true,
    errorSince: null,
    failures: 1,
    lastSuccessAt: null,
    state: 'confirmed',
  } as const;
  const at = '2026-03-02T10:00:00.000Z';
  test.each([
    ['incoming.health.draft', { state: 'draft', errorSince: at }],
    ['incoming.health.inactive', { active: false, errorSince: at }],
    ['incoming.health.failing', { errorSince: at, lastSuccessAt: at }],
    ['incoming.health.warned', { errorSince: at, failures: 0, lastSuccessAt: at }],
    ['incoming.health.ok', { lastSuccessAt: at }],
    ['incoming.health.waiting', {}],
  ] as const)('%s', (word, facts) => {
    expect(healthOf({ ...base, ...facts }).word).toBe(word);
  });
});
