import { afterAll, beforeAll, describe, it } from 'vitest';
import { addAlias, setParameter } from '../support/gateway';
import {
  checkMutatedMails,
  corpusMails,
  endsOn,
  generatedMails,
  hasCorpus,
  startWatchdog,
  type Watchdog,
} from '../support/mutated-mails';
import { startSite, type Site } from '../support/site';

/** 100,000 damaged mails in forty blocks; `MAIL_GATEWAY_SEED` chooses others. */
const COUNT = 2_500;
const FIRST = Number(process.env.MAIL_GATEWAY_SEED ?? 1);
const SEEDS = Array.from({ length: 20 }, (_, index) => FIRST + index);
const TIME = { timeout: 4 * 3_600_000 };

describe('100,000 damaged mails are read, decided and made safe to show', () => {
  let watchdog: Watchdog;

  beforeAll(async () => {
    watchdog = await startWatchdog();
  });
  afterAll(() => watchdog.stop());

  it.each(SEEDS)('2,500 of a support mailbox, seed %i', TIME, (seed) =>
    checkMutatedMails(generatedMails(), { count: COUNT, seed }, watchdog.run)
  );

  it.skipIf(!hasCorpus).each(SEEDS)('2,500 of the corpus, seed %i', TIME, (seed) =>
    checkMutatedMails(corpusMails(), { count: COUNT, seed }, watchdog.run)
  );
});

describe('one in ten of them ends in a final state on a real site', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await setParameter(site, 'mail.gateway.loop.threshold', 0);
    await addAlias(site, 'support');
  });
  afterAll(() => site.stop());

  it('5,000 of a support mailbox', TIME, () =>
    checkMutatedMails(generatedMails(), { count: 2 * COUNT, seed: FIRST }, endsOn(site))
  );

  it.skipIf(!hasCorpus)('5,000 of the corpus', TIME, () =>
    checkMutatedMails(corpusMails(), { count: 2 * COUNT, seed: FIRST }, endsOn(site))
  );
});
