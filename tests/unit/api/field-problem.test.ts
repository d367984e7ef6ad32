import { expect, it } from 'vitest';
import { createAlias, createIncomingServer, type FieldProblem } from '../../../contracts';
import { GatewayError } from '../../../server/src/errors';
import { parse } from '../../../server/src/api/parse';

const issuesOf = (check: () => unknown): FieldProblem[] => {
  try {
    check();
  } catch (error) {
    if (error instanceof GatewayError) return error.details.issues ?? [];
    throw error;
  }
  return [];
};

it('says of each field of a form what is wrong with it, in a code and values', () => {
  const server = {
    ...{ name: '', host: 'https://mail.example', port: 70_000, username: 'a\nb', folder: 'x'.repeat(256) },
    ...{ encryption: 'ssl', deliversTo: 'a@b.example, no@', certificateAuthority: 'none', nonsense: 1 },
  };
  const issues = issuesOf(() => parse(createIncomingServer, server));
  expect(Object.fromEntries(issues.map(({ path, code, values }) => [path, [code, values]]))).toEqual({
    name: ['missing', {}],
    host: ['host_form', {}],
    port: ['too_big', { limit: 65_535 }],
    encryption: ['not_listed', { values: 'none, starttls, tls' }],
    username: ['control_character', {}],
    folder: ['too_long', { limit: 255 }],
    deliversTo: ['list_form', { entry: 'no@' }],
    certificateAuthority: ['certificate_form', {}],
    '': ['unknown_field', { fields: 'nonsense' }],
  });
  expect(issues.every(({ message }) => message.length > 10)).toBe(true);
});

it('tells a missing name from a wrong one', () => {
  const of = (name: string) => issuesOf(() => parse(createAlias, { name, contentType: 'api::t.t' }))[0]?.code;
  expect([of(''), of('a@b'), of('support')]).toEqual(['missing', 'name_form', undefined]);
});
