import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, setParameter } from '../../support/gateway';
import {
  checkMutatedMails,
  corpusMails,
  endsOn,
  generatedMails,
  hasCorpus,
} from '../../support/mutated-mails';
import { startSite, type Site } from '../../support/site';

/** A part of the damaged mails of `tests/unit/hostile/mutated.test.ts`, on a real site. */
const COUNT = 60;
const SEED = 20_260_105;

let site: Site;

beforeAll(async () => {
  site = await startSite();
  await setParameter(site, 'mail.catchall.domain', 'site.example');
  await setParameter(site, 'mail.gateway.loop.threshold', 0);
  await addAlias(site, 'support');
});

afterAll(() => site.stop());

const waiting = (): Promise<number> =>
  site.strapi.db.query('plugin::mail-gateway.inbound-email').count({ where: { state: 'received' } });

describe('a damaged mail ends in a final state, with a reason', () => {
  it('of a support mailbox', async () => {
    await checkMutatedMails(generatedMails(), { count: COUNT, seed: SEED }, endsOn(site));
    expect(await waiting()).toBe(0);
  });

  it.skipIf(!hasCorpus)('of the corpus', async () => {
    await checkMutatedMails(corpusMails(), { count: COUNT, seed: SEED }, endsOn(site));
    expect(await waiting()).toBe(0);
  });
});
