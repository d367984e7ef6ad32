import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLeases, type Leases } from '../../../server/src/jobs';
import { createDatabase, isRetryable } from '../../../server/src/storage';
import { addAlias, setParameter } from '../../support/gateway';
import { startSite, type Site } from '../../support/site';

/** Many connections that want the same row: they take turns, and none makes the database end one of them. */

const AT_ONCE = 8;

let site: Site;
let leases: Leases;
const ended: unknown[] = [];

beforeAll(async () => {
  site = await startSite();
  leases = createLeases({ database: createDatabase({ strapi: site.strapi }), takeOverMs: 30_000 });
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  // Those included that were repeated with success afterwards.
  site.strapi.db.connection.on('query-error', (error: { code?: string }) => {
    if (isRetryable(error)) ended.push(error.code);
  });
});

afterAll(() => site.stop());

afterEach(() => {
  expect(ended).toEqual([]);
});

const atOnce = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(index)));

describe('a lease that many want', () => {
  it('goes to one at a time, and its fence grows with each holder', async () => {
    await leases.hold('wanted', async () => undefined);
    const fences: number[] = [];
    let holders = 0;

    for (let round = 0; round < 10; round += 1) {
      await atOnce(() =>
        leases.hold('wanted', async ({ fence }) => {
          holders += 1;
          await turn();
          expect(holders).toBe(1);
          fences.push(fence);
          holders -= 1;
        })
      );
    }

    expect(fences.length).toBeGreaterThanOrEqual(10);
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
  });
});

describe('names that are claimed at the same moment', () => {
  it('all get their aliases', async () => {
    await addAlias(site, 'first');

    const made = await atOnce((index) => addAlias(site, `name-${index}`));

    expect(new Set(made.map(({ documentId }) => documentId)).size).toBe(AT_ONCE);
  });

  it('of one name give it to one, and tell the others who has it', async () => {
    const answers = await atOnce(() =>
      site.admin('POST', '/mail-gateway/aliases', { name: 'wanted', contentType: 'api::ticket.ticket' })
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(AT_ONCE - 1).fill(409)]);
    const [loser] = answers.filter(({ status }) => status === 409);
    expect(loser?.body.error.message).toContain('the alias "wanted"');
  });
});
