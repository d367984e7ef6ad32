import { expect, test } from 'vitest';
import { sanitiseMarkedHtml } from '../../../server/src/html';
import { cutHtml } from '../../../server/src/reply';

const LENGTH = 150_000;
const fill = (unit: string): string => unit.repeat(LENGTH / unit.length);
const nested = (open: string, close: string): string => fill(`${open.repeat(80)}a${close.repeat(80)}`);

/** A tenth of it is usual; machines are slow at times, and the best of some tries counts. */
const LIMIT = 100;
const TRIES = 5;

const milliseconds = (run: () => unknown): number => {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

test.each([
  ['elements without an end', fill('<p>a')],
  ['elements inside one another', nested('<div>', '</div>')],
  ['tables inside one another', nested('<table><tr><td>', '</td></tr></table>')],
  ['emphasis on each word', fill('<b>a</b> ')],
  ['line ends', fill('a<br>')],
  ['quotes', fill('<blockquote type="cite">a</blockquote>b ')],
  ['containers', fill('<div class="gmail_quote">a<blockquote>b</blockquote></div>c ')],
  ['containers inside one another', nested('<div class="gmail_quote">', '</div>')],
  ['attributes', fill('<p title="a" align="left" style="color:red" lang="en">a</p>')],
  ['one long attribute', `<p title="${fill('&quot; ')}">a</p>`],
  ['entities', fill('&amp;&lt;&gt;&quot;')],
  ['introductions', fill('<p>On 2 Mar 2026 at 10:00, E &lt;e@x.example&gt; wrote:</p>')],
  ['beginnings of introductions', fill('<div>On 2 Mar 2026 at 10:00, E wrote:</div>')],
  ['headers', fill('<p><b>From:</b> E<br><b>Sent:</b> 2026</p>')],
  ['signatures', fill('<p>-- </p><p>a</p>')],
  ['links', fill('<a href="mailto:e@x.example">E</a> wrote:<br>')],
  [
    'links to many addresses',
    Array.from({ length: 5_000 }, (_, n) => `<a href="mailto:e${n}@x.example">E</a>`).join(''),
  ],
])('a reply with 150 kB of %s is cut in a moment', (_case, html) => {
  const marked = sanitiseMarkedHtml(`<p>Yes.</p>${html}`).html ?? '';
  let best = Infinity;
  for (let attempt = 0; attempt < TRIES && best >= LIMIT; attempt += 1) {
    best = milliseconds(() => cutHtml(marked, ''));
  }
  expect(best).toBeLessThan(LIMIT);
});
