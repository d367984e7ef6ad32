import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createAlias,
  createIncomingServer,
  createOutgoingServer,
  inboundEmailsQuery,
  outboundEmailsQuery,
  putSystemParameter,
  rawDoorQuery,
  updateIncomingServer,
  updateOutgoingServer,
} from '../../../contracts';
import { GatewayError } from '../../../server/src/errors';
import { parse, present } from '../../../server/src/api';
import { outgoingServer } from '../../../contracts';

const outgoing = { name: 'Office', host: 'smtp.example.com', port: 587 };

const refusal = (schema: Parameters<typeof parse>[0], input: unknown): GatewayError => {
  try {
    parse(schema, input);
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('It was accepted.');
};

describe('what the API accepts', () => {
  it('refuses each wrong field with its path and what is expected', () => {
    const error = refusal(createOutgoingServer, {
      ...outgoing,
      port: 70_000,
      encryption: 'ssl',
      colour: 'red',
    });
    expect(error.status).toBe(422);
    expect(error.details.issues).toMatchObject([
      { path: 'port', message: 'The port is between 1 and 65535.' },
      { path: 'encryption', message: 'The encryption is none, starttls or tls.' },
      { path: '', message: 'There is no field "colour" here.' },
    ]);
  });

  it('says which field is missing', () => {
    expect(refusal(createOutgoingServer, {}).message).toMatch(/The name is missing.*The host is missing/);
    expect(refusal(createAlias, undefined).message).not.toBe('');
  });

  it.each([
    'https://smtp.example.com',
    'smtp.example.com:587',
    'smtp example',
    'a@b',
    '',
    'x'.repeat(256),
    'a\r\nb',
  ])('refuses the host "%s"', (host) => {
    expect(refusal(createOutgoingServer, { ...outgoing, host }).details.issues).toMatchObject([
      { path: 'host' },
    ]);
  });

  it.each([
    'smtp.example.com',
    '127.0.0.1',
    '::1',
    '[2001:db8::25]',
    'mail',
    'bücher.example',
    'mx_1.example.com',
  ])('accepts the host "%s"', (host) => {
    expect(parse(createOutgoingServer, { ...outgoing, host }).host).toBe(host);
  });

  it('refuses a password with the line break that copying brings, and an empty one', () => {
    expect(refusal(createOutgoingServer, { ...outgoing, password: 'hunter2\n' }).message).toMatch(
      /line break/
    );
    expect(refusal(createOutgoingServer, { ...outgoing, password: '' }).message).toMatch(/null removes it/);
  });

  it('never repeats a password in a refusal', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' }), (password) => {
        const error = refusal(updateOutgoingServer, { password: `${password}\n`, port: 'x' });
        expect(JSON.stringify([error.message, error.details])).not.toContain(
          JSON.stringify(password).slice(1, -1)
        );
      })
    );
  });

  it('adds no default to a change, which would undo what was saved', () => {
    expect(parse(updateOutgoingServer, {})).toEqual({});
    expect(parse(updateIncomingServer, { priority: 3 })).toEqual({ priority: 3 });
  });

  it('takes as start of an import what it understands', () => {
    const incoming = { name: 'Support', host: 'imap.example.com', username: 'support' };
    for (const startFrom of ['unseen', 'now', 'all', 'days:30']) {
      expect(parse(createIncomingServer, { ...incoming, startFrom }).startFrom).toBe(startFrom);
    }
    for (const startFrom of ['days:0', 'days:', 'yesterday', 'days:1.5']) {
      expect(refusal(createIncomingServer, { ...incoming, startFrom }).message).toMatch(/days:30/);
    }
  });

  it('keeps names of aliases in lower case, without a domain in them', () => {
    expect(parse(createAlias, { name: ' Support ', contentType: 'api::ticket.ticket' }).name).toBe('support');
    expect(refusal(createAlias, { name: 'a@b.example', contentType: 'x' }).message).toMatch(/without @/);
  });

  it('refuses what no database would take, wherever it stands', () => {
    const alias = { name: 'support', contentType: 'api::ticket.ticket' };
    for (const bad of ['a\0b', 'a\uD800b']) {
      expect(refusal(putSystemParameter, { value: bad }).details.issues).toMatchObject([{ path: 'value' }]);
      expect(refusal(createAlias, { ...alias, mapping: { title: bad } }).message).toMatch(/cannot be stored/);
      expect(refusal(createAlias, { ...alias, mapping: { [bad]: 'subject' } }).message).toMatch(/mapping/);
      expect(refusal(createAlias, { ...alias, defaults: { a: [{ b: bad }] } }).message).toMatch(/defaults/);
      expect(refusal(inboundEmailsQuery, { q: bad }).message).toMatch(/^q:/);
      expect(refusal(outboundEmailsQuery, { q: bad }).message).toMatch(/^q:/);
    }
    expect(parse(putSystemParameter, { value: 'Bücher 📚' }).value).toBe('Bücher 📚');
  });

  it('takes as cursor only what a page before can have said', () => {
    expect(parse(outboundEmailsQuery, { cursor: '17' })).toEqual({ cursor: '17', limit: 50 });
    for (const cursor of ['1e300', '-1', 'x', '', '9'.repeat(16)]) {
      expect(refusal(outboundEmailsQuery, { cursor }).message).toMatch(/meta\.next/);
    }
  });

  it('refuses no value of the raw door’s envelope, but a parameter that it does not have', () => {
    const long = 'x'.repeat(5000);
    expect(
      rawDoorQuery.parse({ recipient: ['nonsense', { a: long }], helo: long, sender: ['', 'b'] })
    ).toEqual({ refuse_unknown: false, recipient: ['nonsense', long], helo: long, sender: '' });
    expect(refusal(rawDoorQuery, { refuse_unknown: 'yes' }).message).toContain('true or false');
    expect(refusal(rawDoorQuery, { recipients: 'a@b.example' }).message).toMatch(/no field "recipients"/);
  });

  it('reads recipients of the raw door in each form in which Koa gives them', () => {
    expect(rawDoorQuery.parse({}).recipient).toEqual([]);
    expect(rawDoorQuery.parse({ recipient: 'a@b.example' }).recipient).toEqual(['a@b.example']);
    expect(rawDoorQuery.parse({ recipient: ['a@b.example', 'c@d.example'] }).recipient).toHaveLength(2);
    expect(rawDoorQuery.parse({ recipient: { 0: 'a@b.example', 1: 'c@d.example' } }).recipient).toHaveLength(
      2
    );
  });
});

describe('what the API shows', () => {
  it('is what the contract names, and no column besides', () => {
    const row = {
      documentId: 'abc',
      name: 'Office',
      createdAt: new Date(0),
      ciphertext: 'v1:x',
      password: 'hunter2',
      id: 7,
    };
    const shown = present(outgoingServer, row, { hasSecret: true });
    expect(Object.keys(shown).sort()).toEqual(Object.keys(outgoingServer.shape).sort());
    expect(shown).toMatchObject({
      name: 'Office',
      createdAt: '1970-01-01T00:00:00.000Z',
      host: null,
      hasSecret: true,
    });
  });
});
