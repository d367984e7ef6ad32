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

/** 100,000 damaged mails; `MAIL_GATEWAY_SEED` chooses others. */
const COUNT = 50_000;
const SEED = Number(process.env.MAIL_GATEWAY_SEED ?? 1);
const TIME = { timeout: 4 * 3_600_000 };

describe('100,000 damaged mails are read, decided and made safe to show', () => {
  let watchdog: Watchdog;

  beforeAll(async () => {
    watchdog = await startWatchdog();
  });
  afterAll(() => watchdog.stop());

  it('50,000 of a support mailbox', TIME, () =>
    checkMutatedMails(generatedMails(), { count: COUNT, seed: SEED }, watchdog.run)
  );

  it.skipIf(!hasCorpus)('50,000 of the corpus', TIME, () =>
    checkMutatedMails(corpusMails(), { count: COUNT, seed: SEED }, watchdog.run)
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
    checkMutatedMails(generatedMails(), { count: COUNT / 10, seed: SEED }, endsOn(site))
  );

  it.skipIf(!hasCorpus)('5,000 of the corpus', TIME, () =>
    checkMutatedMails(corpusMails(), { count: COUNT / 10, seed: SEED }, endsOn(site))
  );
});
