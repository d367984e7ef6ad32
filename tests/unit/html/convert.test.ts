import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  htmlToBlocks,
  htmlToMarkdown,
  htmlToText,
  sanitiseMailHtml,
  textToBlocks,
  textToHtml,
  textToMarkdown,
} from '../../../server/src/html';
import { elementsOf, renderMarkdown, validateBlocks, visibleText } from './strapi-oracles';

const clean = (html: string): string => sanitiseMailHtml(html).html ?? '';

const LETTER = clean(`
  <h2>Your order</h2>
  <p>Dear   <b>Mary</b>,<br>see <a href="https://shop.example/a_b?x=1">the <i>order</i> page</a>.</p>
  <ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>
  <ol><li>first</li><li>second</li></ol>
  <blockquote><p>earlier</p></blockquote>
  <pre>  if (a) {
    b
  }</pre>
  <table><tr><td>Total</td><td>5 EUR</td></tr></table>
  <p><img src="cid:logo" alt="Our logo"></p>`);

/** Text that would be Markdown or HTML if it were not escaped. */
const markup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '*',
          '_',
          '`',
          '#',
          '>',
          '<',
          '-',
          '+',
          '=',
          '|',
          '~',
          '[',
          ']',
          '(',
          ')',
          '!',
          '\\',
          '&',
          ';',
          ':',
          '.',
        ],
        ...[
          ' ',
          '\n',
          '\t',
          '1.',
          '2)',
          'a',
          'word',
          '&lt;',
          '&#60;',
          '<b>',
          '</p>',
          '<script>',
          '<!--',
          '```',
          '---',
        ],
        ...[
          'http://x.example/a_b_c',
          'javascript:alert(1)',
          '[x](javascript:alert(1))',
          '![x](http://x.example)',
        ]
      ),
      fc.string({ maxLength: 3, unit: 'grapheme' })
    ),
    { maxLength: 30 }
  )
  .map((parts) => parts.join(''));

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('plain text → Markdown', () => {
  it('shows every text as it stands, and makes no element but paragraphs, line breaks and links', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const html = renderMarkdown(textToMarkdown(text));
        expect(elementsOf(html).filter((name) => !['p', 'br', 'a'].includes(name))).toEqual([]);
        expect(squeeze(visibleText(html))).toBe(squeeze(text));
        for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^(https?:|mailto:)/);
      }),
      { numRuns: 3_000 }
    );
  });

  it('keeps line ends and indentation', () => {
    const html = renderMarkdown(textToMarkdown('Dear all\n    indented\n-- \nMary'));
    expect(visibleText(html)).toBe('Dear all\n\u00A0\u00A0\u00A0\u00A0indented\n--\nMary\n');
  });

  it('makes links of URLs, with their underscores and without the full stop', () => {
    expect(textToMarkdown('See http://x.example/a_b_c.')).toBe('See <http://x.example/a_b_c>.');
  });

  it('does not load a picture because an exclamation mark stands before a link', () => {
    const markdown = [
      textToMarkdown('Look!http://x.example/ä'),
      htmlToMarkdown(clean('<p>Look!<a href="https://x.example/p.gif">here</a></p>')),
    ];
    for (const each of markdown) expect(elementsOf(renderMarkdown(each))).toEqual(['p', 'a']);
  });

  it('leaves ordinary sentences readable', () => {
    const text = 'Hello, I have a problem (urgent) with snake_case. It costs 5-6 EUR!';
    expect(textToMarkdown(text)).toBe(text);
  });
});

describe('HTML → Markdown', () => {
  it('keeps headings, emphasis, links, lists, quotes and code', () => {
    expect(htmlToMarkdown(LETTER)).toBe(
      [
        '## Your order',
        'Dear **Mary**,  \nsee [the *order* page](https://shop.example/a_b?x=1).',
        '- one\n  - inner\n- two',
        '1. first\n2. second',
        '> earlier',
        '```\n  if (a) {\n    b\n  }\n```',
        'Total\t5 EUR',
        'Our logo',
      ].join('\n\n')
    );
  });

  it('points pictures of the mail to their copies where there are any', () => {
    const imageUrl = (contentId: string) => (contentId === 'logo' ? '/uploads/logo (1).png' : null);
    expect(htmlToMarkdown(LETTER, { imageUrl })).toContain('![Our logo](/uploads/logo%20%281%29.png)');
    expect(htmlToMarkdown('<p><img src="cid:other" alt="x" /></p>', { imageUrl })).toBe('x');
  });

  it.each(['---', '--- -', '---\n-', '-- -', '- - -', '* * *', '___ _', '===', '=== ='])(
    'makes no rule of the text %j',
    (text) => {
      const html = renderMarkdown(htmlToMarkdown(clean(`<p>a</p><p>${text}</p>`)));
      expect(elementsOf(html)).toEqual(['p', 'p']);
      expect(squeeze(visibleText(html))).toBe(squeeze(`a ${text}`));
    }
  );

  it('never turns the text of a mail into HTML or Markdown', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const html = renderMarkdown(htmlToMarkdown(clean(`<p>${escaped}</p>`)));
        expect(elementsOf(html).filter((name) => name !== 'p' && name !== 'a')).toEqual([]);
        for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^(https?:|mailto:)/);
        expect(squeeze(visibleText(html))).toBe(squeeze(text));
      }),
      { numRuns: 2_000 }
    );
  });

  it('does not let a link escape from its target', () => {
    const html = clean('<a href="https://x.example/a)b(c [x](javascript:alert(1))">te](xt</a>');
    const rendered = renderMarkdown(htmlToMarkdown(html));
    expect(elementsOf(rendered)).toEqual(['p', 'a']);
    expect(rendered).toContain('href="https://x.example/');
  });
});

describe('HTML → plain text', () => {
  it('reads like a letter', () => {
    expect(htmlToText(LETTER)).toBe(
      [
        'Your order',
        'Dear Mary,\nsee the order page <https://shop.example/a_b?x=1>.',
        '- one\n  - inner\n- two',
        '1. first\n2. second',
        '> earlier',
        '  if (a) {\n    b\n  }',
        'Total\t5 EUR',
        'Our logo',
      ].join('\n\n')
    );
  });

  it('does not repeat a link whose text is its target', () => {
    expect(htmlToText(clean('<a href="https://x.example/">https://x.example/</a>'))).toBe(
      'https://x.example/'
    );
    expect(htmlToText(clean('<a href="mailto:a@x.example">a@x.example</a>'))).toBe('a@x.example');
  });
});

describe('Strapi blocks', () => {
  it('keep what a letter consists of', async () => {
    const blocks = htmlToBlocks(LETTER);
    await validateBlocks(blocks);
    const text = (value: string) => ({ type: 'text', text: value });
    expect(blocks).toEqual([
      { type: 'heading', level: 2, children: [text('Your order')] },
      {
        type: 'paragraph',
        children: [
          text('Dear '),
          { type: 'text', text: 'Mary', bold: true },
          text(',\nsee '),
          {
            type: 'link',
            url: 'https://shop.example/a_b?x=1',
            children: [text('the '), { type: 'text', text: 'order', italic: true }, text(' page')],
          },
          text('.'),
        ],
      },
      {
        type: 'list',
        format: 'unordered',
        children: [
          { type: 'list-item', children: [text('one')] },
          {
            type: 'list',
            format: 'unordered',
            indentLevel: 1,
            children: [{ type: 'list-item', children: [text('inner')] }],
          },
          { type: 'list-item', children: [text('two')] },
        ],
      },
      {
        type: 'list',
        format: 'ordered',
        children: [
          { type: 'list-item', children: [text('first')] },
          { type: 'list-item', children: [text('second')] },
        ],
      },
      { type: 'quote', children: [text('earlier')] },
      { type: 'code', children: [text('  if (a) {\n    b\n  }')] },
      { type: 'paragraph', children: [text('Total\t5 EUR')] },
      { type: 'paragraph', children: [text('Our logo')] },
    ]);
  });

  const fragment = fc.constantFrom(
    ...[
      '<p>',
      '</p>',
      '<ul>',
      '</ul>',
      '<ol>',
      '<li>',
      '</li>',
      '<h1>',
      '</h1>',
      '<pre>',
      '</pre>',
      '<b>',
      '</b>',
    ],
    ...[
      '<blockquote>',
      '</blockquote>',
      '<a href="https://x.example/">',
      '<a href="mailto:a@b.example">',
      '</a>',
    ],
    ...[
      '<br>',
      '<hr>',
      '<table>',
      '<td>',
      '<img alt="pic">',
      '<img src="cid:x">',
      '<code>',
      '</code>',
      '&nbsp;',
    ],
    ...[' ', '\n', 'word', 'two words', '<s>', '</s>', '<script>', '</script>']
  );

  it('are taken by Strapi whatever the mail is like, and lose no word', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 40 }), async (parts) => {
        const html = clean(parts.join(''));
        const blocks = htmlToBlocks(html);
        await validateBlocks(blocks);
        const words = html.match(/word/g)?.length ?? 0;
        expect(JSON.stringify(blocks).match(/word/g)?.length ?? 0).toBe(words);
        expect(htmlToText(html).match(/word/g)?.length ?? 0).toBe(words);
        expect(htmlToMarkdown(html).match(/word/g)?.length ?? 0).toBe(words);
      }),
      { numRuns: 1_000 }
    );
  });

  it('of plain text are taken by Strapi, and links in them too', async () => {
    await fc.assert(
      fc.asyncProperty(markup, async (text) => void (await validateBlocks(textToBlocks(text))))
    );
    expect(textToBlocks('Hello\nworld\n\nsee https://x.example/.')).toEqual([
      { type: 'paragraph', children: [{ type: 'text', text: 'Hello\nworld' }] },
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'see ' },
          {
            type: 'link',
            url: 'https://x.example/',
            children: [{ type: 'text', text: 'https://x.example/' }],
          },
          { type: 'text', text: '.' },
        ],
      },
    ]);
  });

  it('of nothing are one empty paragraph, which a required attribute takes', async () => {
    const empty = [{ type: 'paragraph', children: [{ type: 'text', text: '' }] }];
    expect(htmlToBlocks('')).toEqual(empty);
    expect(textToBlocks(' \n ')).toEqual(empty);
    await validateBlocks(empty);
  });

  it('are so many that an editor still opens them', () => {
    const blocks = htmlToBlocks(clean('<p>word</p>'.repeat(5_000)));
    expect(blocks.length).toBeLessThanOrEqual(1_001);
    expect(JSON.stringify(blocks).match(/word/g)).toHaveLength(5_000);
  });
});

describe('plain text → HTML', () => {
  it('escapes, and keeps paragraphs and line ends', () => {
    expect(textToHtml('a <b>\n"c"\r\n\r\n\n& d')).toBe('<p>a &lt;b&gt;<br>&quot;c&quot;</p><p>&amp; d</p>');
    expect(textToHtml('  \n ')).toBe('');
  });
});

describe('conversion stays quick on large bodies within the limits', () => {
  const BODIES: Record<string, string> = {
    'deep quotes': '<blockquote>'.repeat(250) + '<p>x</p>'.repeat(10_000) + '</blockquote>'.repeat(250),
    'deep lists': '<ul><li>'.repeat(125) + '<p>x</p>'.repeat(10_000) + '</li></ul>'.repeat(125),
    'one long paragraph of changing emphasis': `<p>${'<b>bbbb</b> <i>x</i> '.repeat(20_000)}</p>`,
    'many links': `<p>${'<a href="http://x.example/a">bbbb</a>, '.repeat(20_000)}</p>`,
    'white space': `<p>${' \n'.repeat(900_000)}x</p>`,
    'a run of full stops after a URL': `http://a${'.'.repeat(1_000_000)}b`,
    backticks: '`'.repeat(1_000_000),
  };

  it.each(Object.keys(BODIES))('%s', (name) => {
    const body = BODIES[name] ?? '';
    const html = clean(body);
    for (const convert of [htmlToText, htmlToMarkdown, htmlToBlocks, textToMarkdown, textToBlocks]) {
      const begun = performance.now();
      convert(convert === textToMarkdown || convert === textToBlocks ? body : html);
      expect(performance.now() - begun, convert.name).toBeLessThan(1_500);
    }
  });
});
