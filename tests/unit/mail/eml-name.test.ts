import { describe, expect, it } from 'vitest';
import { emlName } from '../../../server/src/mail';

describe('the file name of a mail', () => {
  it.each([
    ['Offer no. 7', 'Offer no. 7.eml'],
    ['Grüße aus Köln', 'Grüße aus Köln.eml'],
    ['Re: a/b\\c', 'Re a b c.eml'],
    ['../../etc/passwd', 'etc passwd.eml'],
    ['exe\u202Efdp.', 'exe fdp.eml'],
    ['con', 'mail con.eml'],
    ['nul.txt', 'mail nul.txt.eml'],
    ['', 'mail.eml'],
    [' \r\n ', 'mail.eml'],
  ])('%j is saved as %j', (subject, name) => {
    expect(emlName(subject)).toBe(name);
  });

  it('is bounded, and cut between characters', () => {
    expect(emlName('📮'.repeat(500))).toBe(`${'📮'.repeat(80)}.eml`);
  });
});
