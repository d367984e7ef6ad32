import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretRequired, type Connection } from '../../../server/src/secrets';

const saved: Connection = {
  host: 'smtp.example.com',
  port: 587,
  encryption: 'starttls',
  authentication: 'password',
  username: 'mary',
};

const connections = fc.record<Connection>({
  host: fc.constantFrom('smtp.example.com', 'SMTP.example.com.', 'evil.example', '127.0.0.1'),
  port: fc.constantFrom(25, 465, 587),
  encryption: fc.constantFrom('none', 'starttls', 'tls'),
  authentication: fc.constantFrom('none', 'password'),
  username: fc.constantFrom('mary', 'john', null),
});

describe('secretRequired', () => {
  it.each([
    ['host', { host: 'evil.example' }],
    ['port', { port: 2525 }],
    ['encryption', { encryption: 'none' as const }],
    ['authentication', { authentication: 'none' }],
    ['username', { username: 'john' }],
  ])('demands the password again for another %s', (field, change) => {
    expect(secretRequired(saved, { ...saved, ...change })).toEqual([field]);
  });

  it('demands nothing for the same host in another spelling, or for stronger encryption', () => {
    expect(secretRequired(saved, { ...saved, host: 'SMTP.Example.com.', encryption: 'tls' })).toEqual([]);
  });

  it('never lets a stored password travel elsewhere or less protected', () => {
    const strength = { none: 0, starttls: 1, tls: 2 };
    fc.assert(
      fc.property(connections, connections, (before, after) => {
        if (secretRequired(before, after).length > 0) return;
        expect(after.port).toBe(before.port);
        expect(after.username).toBe(before.username);
        expect(after.authentication).toBe(before.authentication);
        expect(after.host.toLowerCase().replace(/\.$/, '')).toBe(
          before.host.toLowerCase().replace(/\.$/, '')
        );
        expect(strength[after.encryption]).toBeGreaterThanOrEqual(strength[before.encryption]);
      })
    );
  });
});
