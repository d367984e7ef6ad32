import { describe, expect, it } from 'vitest';
import { fingerprintOf, isSameSite, type Surroundings } from '../../../server/src/site/fingerprint';

const production: Surroundings = {
  siteName: '',
  client: 'postgres',
  connection: { host: 'db.internal', database: 'shop' },
  serverUrl: 'https://shop.example',
};

const isSame = (changes: Partial<Surroundings>, before: Surroundings = production): boolean =>
  isSameSite(fingerprintOf(before), fingerprintOf({ ...before, ...changes }));

describe('the fingerprint of a site', () => {
  it('stays the same through spellings of one place', () => {
    expect(isSame({ serverUrl: 'https://shop.example/' })).toBe(true);
    expect(isSame({ connection: { connectionString: 'postgres://me:pw@DB.internal:5433/shop' } })).toBe(true);
  });

  it.each([
    ['host of the database', { connection: { host: 'localhost', database: 'shop' } }],
    ['name of the database', { connection: { host: 'db.internal', database: 'shop_dev' } }],
    ['URL', { serverUrl: 'https://staging.shop.example' }],
  ])('differs by the %s', (_, changes) => {
    expect(isSame(changes)).toBe(false);
  });

  it('is the absolute path of an SQLite file', () => {
    const file = { ...production, client: 'sqlite', connection: { filename: '/srv/shop/.tmp/data.db' } };
    expect(isSame({ connection: { filename: '/srv/shop/config/../.tmp/data.db' } }, file)).toBe(true);
    expect(isSame({ connection: { filename: '/home/mary/shop/.tmp/data.db' } }, file)).toBe(false);
  });

  it('is the name alone where the operator gave one, so that a site may move', () => {
    const named = { ...production, siteName: 'shop' };
    expect(isSame({ connection: { host: 'elsewhere', database: 'x' }, serverUrl: '' }, named)).toBe(true);
    expect(isSame({ siteName: 'shop-dev' }, named)).toBe(false);
  });

  it('goes by the place where only one side has a name', () => {
    expect(isSame({ siteName: 'shop' })).toBe(true);
    expect(isSame({ siteName: '' }, { ...production, siteName: 'shop' })).toBe(true);
    expect(
      isSame({ siteName: '', serverUrl: 'https://staging.example' }, { ...production, siteName: 'shop' })
    ).toBe(false);
  });

  it('tells a person where it is, without a password', () => {
    const { description } = fingerprintOf({
      ...production,
      connection: { connectionString: 'postgres://me:hunter2@db.internal/shop' },
    });
    expect(description).toBe('database db.internal/shop, URL https://shop.example');
  });
});
