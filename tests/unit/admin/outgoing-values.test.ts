import { describe, expect, test } from 'vitest';
import { newValues, requestOf } from '../../../admin/src/pages/OutgoingServers/values';

const typed = { ...newValues({}), name: 'Relay', host: 'mail.example.com', username: 'site' };

describe('the form of an outgoing server as a request', () => {
  test('says nothing of a password that was not typed, so that the stored one stays', () => {
    expect(requestOf(typed)).not.toHaveProperty('password');
    expect(requestOf({ ...typed, password: 'new' })).toHaveProperty('password', 'new');
  });

  test('leaves user name and password out where nobody logs in', () => {
    const request = requestOf({ ...typed, authentication: 'none', password: 'typed before' });
    expect(request.username).toBeNull();
    expect(request).not.toHaveProperty('password');
  });

  test.each([
    ['starttls', 587],
    ['tls', 465],
    ['none', 25],
  ] as const)('%s: an empty port is the usual one, %i', (encryption, port) => {
    expect(requestOf({ ...typed, encryption }).port).toBe(port);
    expect(requestOf({ ...typed, encryption, port: '2525' }).port).toBe(2525);
  });

  test('lets the server refuse a port that is no number', () => {
    expect(JSON.parse(JSON.stringify(requestOf({ ...typed, port: 'smtp' })))).toHaveProperty('port', null);
  });
});
