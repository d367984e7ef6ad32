import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAlias, receive, setParameter } from '../../support/gateway';
import { startSite, type Site } from '../../support/site';

/** Real and odd mails lie outside the repository; without them this suite is left out, and says so. */
const CORPUS = process.env.MAIL_GATEWAY_CORPUS ?? resolve(import.meta.dirname, '../../../../shared/corpus');
const MESSAGES = join(CORPUS, 'messages');
const BOUNCES = join(CORPUS, 'bounces');

const mailsIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];

/** Bounces by their content, whatever their file is called. */
const isReport = (name: string): boolean =>
  name.startsWith('multipart_report') || name.includes('mimepart_without_content_type');

const FINAL = ['delivered', 'reported', 'rejected', 'ignored', 'unroutable'];

describe.skipIf(!existsSync(MESSAGES))('the corpus of mails', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite();
    await setParameter(site, 'mail.catchall.domain', 'site.example');
    await setParameter(site, 'mail.gateway.loop.threshold', 0);
    await addAlias(site, 'support');
  });

  afterAll(() => site.stop());

  const take = (folder: string, name: string) =>
    receive(site, readFileSync(join(folder, name)), {
      recipients: ['support@site.example'],
      sender: null,
    });

  it.each(mailsIn(MESSAGES))('%s ends in a final state with a true reason', async (name) => {
    const mail = await take(MESSAGES, name);

    expect(FINAL, `${mail.state} ${mail.reason} ${mail.explanation}`).toContain(mail.state);
    expect(mail.explanation.length).toBeGreaterThan(10);
    expect(mail.state === 'reported').toBe(isReport(name));
  });

  it('no bounce becomes an entry', async () => {
    const made: string[] = [];
    for (const name of mailsIn(BOUNCES)) {
      const mail = await take(BOUNCES, name);
      expect(FINAL).toContain(mail.state);
      if (mail.state === 'delivered' && !name.startsWith('is-not-bounce')) made.push(name);
    }

    // A person forwards a bounce: that is a mail, and no report.
    expect(made).toEqual(['lhost-sendmail-14.eml']);
  });
});
