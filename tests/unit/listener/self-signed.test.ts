import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../../server/src/inbound/sources/smtp/self-signed';

describe('a certificate that is made at start', () => {
  const { key, cert } = selfSigned('mail.site.example');
  const certificate = new X509Certificate(cert);

  it('is signed by its own key, and names the host', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(certificate.checkHost('mail.site.example')).toBe('mail.site.example');
    expect(certificate.checkHost('elsewhere.example')).toBeUndefined();
    expect(certificate.subject).toBe('CN=mail.site.example');
  });

  it('is another one at each start', () => {
    const other = selfSigned('mail.site.example');
    expect(other.key).not.toBe(key);
    expect(new X509Certificate(other.cert).serialNumber).not.toBe(certificate.serialNumber);
  });

  it.each(['2026-07-01T00:00:00Z', '2039-12-31T23:59:59Z', '2045-06-01T00:00:00Z', '2061-01-01T00:00:00Z'])(
    'is valid at %s, when it is made then',
    (text) => {
      const now = new Date(text);
      const { validFrom, validTo } = new X509Certificate(selfSigned('host', now).cert);
      expect(new Date(validFrom).getTime()).toBe(now.getTime() - 86_400_000);
      expect(new Date(validTo).getTime()).toBe(now.getTime() + 3650 * 86_400_000);
    }
  );

  it('is made for a host name of any length that a machine may have', () => {
    for (const host of ['h', `${'h'.repeat(63)}.${'x'.repeat(63)}.${'y'.repeat(63)}.example`]) {
      const made = new X509Certificate(selfSigned(host).cert);
      expect(made.verify(made.publicKey)).toBe(true);
      expect(made.checkHost(host)).toBe(host);
    }
  });
});
