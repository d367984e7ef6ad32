import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText, isParameterKey, REGISTRY, valueOf } from '../../../server/src/parameters/registry';

const keys = Object.keys(REGISTRY).filter(isParameterKey);

describe('system parameters', () => {
  it('have the keys and defaults that Odoo administrators know', () => {
    expect(Object.fromEntries(keys.map((key) => [key, valueOf(key, undefined)]))).toEqual({
      'mail.catchall.domain': '',
      'mail.catchall.alias': 'catchall',
      'mail.catchall.delimiter': 'none',
      'mail.bounce.alias': 'bounce',
      'mail.bounce.alias.static': false,
      'mail.default.from': 'notifications',
      'mail.force.smtp.from': '',
      'mail.dynamic.smtp.from': '',
      'mail.catchall.domain.allowed': [],
      'mail.gateway.loop.minutes': 120,
      'mail.gateway.loop.threshold': 20,
      'mail.gateway.allowed': [],
      'mass_mailing.outgoing_mail_server': false,
      'mass_mailing.mail_server_id': '',
    });
  });

  it.each([
    ['mail.catchall.domain', ' Example.COM ', 'example.com'],
    ['mail.catchall.domain', 'bücher.example', 'xn--bcher-kva.example'],
    ['mail.catchall.domain', '', ''],
    ['mail.catchall.alias', 'Replies', 'replies'],
    ['mail.bounce.alias.static', 'True', 'true'],
    ['mail.bounce.alias.static', '0', 'false'],
    ['mail.default.from', 'No.Reply', 'no.reply'],
    ['mail.default.from', 'Desk@Example.COM', 'Desk@example.com'],
    ['mail.force.smtp.from', 'desk@example.com', 'desk@example.com'],
    ['mail.catchall.domain.allowed', 'a.example,  B.example; a.example', 'a.example, b.example'],
    ['mail.gateway.allowed', 'Shop@Example.com, orders.example', 'shop@example.com, orders.example'],
    ['mail.gateway.loop.minutes', '007', '7'],
    ['mass_mailing.outgoing_mail_server', 'false', 'false'],
  ] as const)('store %s "%s" as "%s"', (key, given, stored) => {
    expect(checkText(key, given)).toEqual({ text: stored, problem: null });
  });

  it.each([
    [
      'mail.catchall.domain',
      '@example.com',
      /^mail\.catchall\.domain cannot be "@example\.com": expected a mail domain/,
    ],
    ['mail.catchall.domain', 'https://example.com', /expected a mail domain/],
    ['mail.catchall.domain', 'exam ple.com', /expected a mail domain/],
    ['mail.catchall.domain', 'example..com', /expected a mail domain/],
    ['mail.catchall.alias', '', /at most 18 characters/],
    ['mail.catchall.alias', 'a+b', /without \+/],
    ['mail.catchall.alias', 'a'.repeat(19), /at most 18 characters/],
    ['mail.bounce.alias', 'bounce@example.com', /in front of the @/],
    ['mail.bounce.alias.static', 'perhaps', /expected true or false/],
    ['mail.default.from', 'Desk <desk@example.com>', /or an address as in/],
    ['mail.force.smtp.from', 'desk', /expected an address as in .*, or nothing/],
    ['mail.force.smtp.from', 'a@b.example\r\nBcc: x@y.example', /expected an address/],
    ['mail.catchall.domain.allowed', 'a.example, b@c.example', /expected mail domains as in/],
    ['mail.gateway.loop.minutes', '0', /expected a whole number between 1 and 10080/],
    ['mail.gateway.loop.threshold', '1.5', /expected a whole number/],
    ['mail.gateway.loop.threshold', '-1', /expected a whole number/],
  ] as const)('refuse %s "%s" and say what is expected', (key, given, message) => {
    expect(checkText(key, given).problem).toMatch(message);
  });

  it('read back what they store, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.string({ unit: 'binary' }), (key, given) => {
        const { text } = checkText(key, given);
        if (text === null) return;
        expect(checkText(key, text)).toEqual({ text, problem: null });
        // eslint-disable-next-line no-control-regex -- what must not reach a header or an envelope
        expect(text).not.toMatch(/[\u0000-\u001F]/);
      })
    );
  });

  it('count as their default when somebody damaged the stored text', () => {
    expect(valueOf('mail.gateway.loop.minutes', 'soon')).toBe(120);
  });
});
