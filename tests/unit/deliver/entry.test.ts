import type { Core } from '@strapi/strapi';
import { describe, expect, it } from 'vitest';
import { createEntries } from '../../../server/src/inbound/deliver/entry';

interface Query {
  where: Record<string, { $in: string[] }>;
}

/** The part of Strapi that entries are looked up in: people by address, values that are taken. */
const siteWith = (people: { documentId: string; email: string }[], counts: number[] = []) => {
  const queries: Query[] = [];
  const query = () => ({
    findMany: async (asked: Query) => {
      queries.push(asked);
      return people.filter(({ email }) => asked.where.email?.$in.includes(email));
    },
    count: async () => counts.shift() ?? 0,
  });
  // Only what is looked up is there.
  const strapi = { contentTypes: {}, db: { query } } as unknown as Core.Strapi;
  return { entries: createEntries({ strapi }), queries };
};

const lookup = (attribute: string, address: string) => ({
  ...{ attribute, target: 'api::person.person', targetAddress: 'email', address, multiple: true },
});

describe('relations', () => {
  it('are looked up with one query for all addresses, as they stand and in lower case', async () => {
    const { entries, queries } = siteWith([
      { documentId: 'mary', email: 'mary@a.example' },
      { documentId: 'bob', email: 'Bob@a.example' },
      { documentId: 'second bob', email: 'bob@a.example' },
    ]);
    const found = await entries.relate([
      lookup('readers', 'Mary@A.example'),
      lookup('readers', 'Bob@a.example'),
      lookup('readers', 'nobody@a.example'),
      lookup('author', 'mary@a.example'),
    ]);
    expect(found).toEqual({
      readers: { connect: [{ documentId: 'mary' }, { documentId: 'bob' }] },
      author: { connect: [{ documentId: 'mary' }] },
    });
    expect(queries).toHaveLength(1);
  });
});

describe('a unique value that another mail takes at the same moment', () => {
  const refusal = Object.assign(new Error('This attribute must be unique'), { name: 'ValidationError' });
  const values = [{ attribute: 'email', value: 'mary@a.example', required: false }];
  const run = (counts: number[], refuse: (taken: readonly string[]) => boolean) =>
    siteWith([], counts).entries.withoutTaken('api::lead.lead', values, async (taken) => {
      if (refuse(taken)) throw refusal;
      return taken;
    });

  it('stays empty', async () => {
    expect(await run([0, 1], (taken) => taken.length === 0)).toEqual(['email']);
  });

  it('is known before where it was taken before', async () => {
    expect(await run([1], (taken) => taken.length === 0)).toEqual(['email']);
  });

  it('is not the reason when nobody took it, and an entry is not tried for ever', async () => {
    await expect(run([0, 0], () => true)).rejects.toBe(refusal);
    await expect(run([0, 1], () => true)).rejects.toBe(refusal);
  });
});
