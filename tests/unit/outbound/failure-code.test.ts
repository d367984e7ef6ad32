import { expect, test } from 'vitest';
import { failureCodeOf } from '../../../server/src/outbound/failure-code';

test.each([
  ['login_refused', { message: 'Invalid login', response: '535 5.7.8 No' }, 'login_refused'],
  ['relay_denied', { message: 'x', response: '550 relay denied' }, 'recipient_refused'],
  ['server_unusable', { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ESOCKET' }, 'connection_refused'],
  ['server_unusable', { message: 'getaddrinfo ENOTFOUND mail', code: 'EDNS' }, 'host_not_found'],
  ['server_unusable', { message: 'Connection timeout', code: 'ETIMEDOUT' }, 'no_answer'],
  ['server_unusable', { message: 'certificate has expired', code: 'ESOCKET' }, 'certificate_expired'],
  ['server_unusable', { message: 'ssl3_get_record:wrong version number' }, 'tls_mismatch'],
  ['server_unusable', { message: 'What?', response: '554 Go away' }, null],
  ['server_unusable', { message: 'Something else' }, null],
])('a server that is %s has a code that the admin words (%o)', (reason, error, code) => {
  expect(failureCodeOf(reason, error)).toBe(code);
});
