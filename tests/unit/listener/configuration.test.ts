import { describe, expect, it } from 'vitest';
import { config } from '../../../server/src/config';

const validate = (listener: unknown): void =>
  config.validator({ ...config.default, listener: { ...config.default.listener, ...Object(listener) } });

describe('the configuration of the listener', () => {
  it('is off by itself', () => {
    expect(config.default.listener).toEqual({ smtp: null, lmtp: null, maxClients: 100 });
    expect(() => validate({})).not.toThrow();
  });

  it.each([
    { port: 2525 },
    { port: 25, host: '0.0.0.0' },
    { port: 2525, tls: false },
    { port: 2525, tls: { keyFile: '/etc/key.pem', certificateFile: '/etc/cert.pem' } },
  ])('takes %j, for SMTP and for LMTP', (door) => {
    expect(() => validate({ smtp: door, lmtp: door })).not.toThrow();
  });

  it.each([
    [{ smtp: { port: 70_000 } }, 'listener.smtp.port'],
    [{ smtp: {} }, 'listener.smtp.port'],
    [{ lmtp: { port: 2424, tls: { keyFile: '/etc/key.pem' } } }, 'listener.lmtp.tls'],
    [{ lmtp: { port: 2424, auth: true } }, 'listener.lmtp'],
    [{ maxClients: 0 }, 'listener.maxClients'],
  ])('refuses %j, naming the place', (listener, place) => {
    expect(() => validate(listener)).toThrow(place);
  });
});
