import { expect, test } from 'vitest';
import { createDeveloperLink } from '../../../admin/src/developer/link';
import { createDeveloperModes } from '../../../admin/src/developer/mode';
import { findParameters, losesValue } from '../../../admin/src/pages/SystemParameters/find';
import { describeParameter } from '../../../server/src/parameters/describe';

const modesInMemory = () => {
  const kept = new Map<string, string>();
  return createDeveloperModes(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }));
};

test('a link of developer mode asks for its permission only while the user has the mode on', async () => {
  const modes = modesInMemory();
  const wanted = { action: 'plugin::mail-gateway.parameters.read', subject: null };
  const { permission, middleware } = createDeveloperLink(modes, wanted);
  const as = (id: number | undefined) =>
    middleware({
      ...{ pathname: '', search: '', permissions: [] },
      user: id === undefined ? undefined : { id, email: '', firstname: '', roles: [] },
    });
  expect(permission.action).toBe('');
  as(1);
  expect(permission.action).toBe('');
  modes.turn('1', true);
  expect(permission).toMatchObject(wanted);
  as(2);
  expect(permission.action).toBe('');
  as(undefined);
  expect(permission.action).toBe('');
  as(1);
  modes.turn('1', false);
  expect(permission.action).toBe('');

  const given = [wanted];
  expect(await as(1)((permissions) => permissions)(given)).toBe(given);
});

test('parameters are found by all words in key, value or description', () => {
  const parameters = [
    describeParameter('mail.catchall.alias', 'replies'),
    describeParameter('mail.bounce.alias', undefined),
    describeParameter('my.own.key', 'Something'),
  ];
  const find = (q: string) =>
    findParameters(parameters, q, ({ description }) => description ?? 'own').map(({ key }) => key);
  expect(find('')).toHaveLength(3);
  expect(find(' ALIAS ')).toEqual(['mail.catchall.alias', 'mail.bounce.alias']);
  expect(find('replies name')).toEqual(['mail.catchall.alias']);
  expect(find('something')).toEqual(['my.own.key']);
  expect(find('nowhere')).toEqual([]);
});

test('resetting loses a value only where it differs from the default', () => {
  expect(losesValue(describeParameter('mail.bounce.alias', undefined))).toBe(false);
  expect(losesValue(describeParameter('mail.bounce.alias', 'bounce'))).toBe(false);
  expect(losesValue(describeParameter('mail.bounce.alias', 'returns'))).toBe(true);
});
