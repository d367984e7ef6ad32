import { describe, expect, it } from 'vitest';
import { baseSubject } from '../../../server/src/mail';

describe('base subject', () => {
  it.each([
    'Printer 5',
    'Re: Printer 5',
    'RE: re:  printer  5 ',
    'AW: [EXTERNAL] Re: Printer 5',
    'Re[2]: Printer 5',
    'RE(3) : Printer 5',
    'Antwort: WG: Fwd: Printer 5',
    '回复：Printer 5',
    'SV: VS: TR: RV: Printer\u00A05',
  ])('of "%s" is that of the first mail', (subject) => {
    expect(baseSubject(subject)).toBe('printer 5');
  });

  it('is empty where nothing else stands there', () => {
    for (const subject of ['', ' ', 'Re:', 'Fwd: AW: ']) expect(baseSubject(subject)).toBe('');
  });

  it('keeps what tells conversations apart', () => {
    for (const subject of ['Printer 6', '[Ticket 7] Printer 5', 'Repair: Printer 5', 'Bill: Printer 5']) {
      expect(baseSubject(subject)).not.toBe('printer 5');
    }
  });

  it('takes no time for a hostile one', () => {
    const begun = performance.now();
    for (const part of ['Re: ', 'Re[', '[EXT] ', ' \t', 'Re (1) ']) baseSubject(part.repeat(100_000));
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
