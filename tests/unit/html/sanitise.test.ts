import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HTML_LIMITS, isTooComplex, mailHtmlToText, sanitiseMailHtml } from '../../../server/src/html';

const clean = (html: string): string => sanitiseMailHtml(html).html ?? '';

/** Each tries to get something into the page that runs, loads or submits. */
const ATTACKS = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<IMG SRC="jav&#x09;ascript:alert(1);">',
  '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
  '<img src="data:text/html,<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="//evil.example/">x</a>',
  '<a href="/admin/settings">x</a>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><animate attributeName=href values="#a;javascript:alert(1)"/></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
  '<xmp><script>alert(1)</script></xmp>',
  '<textarea></textarea/><img src=x onerror=alert(1)></textarea>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
  '<style>@import url(http://evil.example/x.css);</style>',
  '<style><img src=x onerror=alert(1)></style>',
  '<link rel=stylesheet href=http://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<base href="javascript:/a/+alert(1)//">',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><input type=submit><button formaction="javascript:alert(1)">x</button>',
  '<isindex type=image src=1 onerror=alert(1)>',
  '<video><source onerror="alert(1)"></video>',
  '<audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<body onload=alert(1)><p>x</p></body>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="width:e\\78pression(alert(1))">x</div>',
  '<div style="position:fixed;top:0;left:0;width:100%;height:100%">x</div>',
  '<div style="margin-top:-5000px">x</div>',
  '<div style="color:red}body{display:none">x</div>',
  '<div style="background-image:image-set(\'http://evil.example/x.png\' 1x)">x</div>',
  '<p id=login class="admin-button" name=location data-x=1>x</p>',
  '<table background="http://evil.example/x.png"><tr><td>x</td></tr></table>',
  '<img srcset="http://evil.example/x.png 1x" src=cid:a>',
  '<img src="http://evil.example/pixel.png">',
  '<img data-remote-src="javascript:alert(1)">',
  '<picture><source srcset="http://evil.example/x.png"><img src="cid:a"></picture>',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<p/onclick=alert(1)//>x',
  '<a href="http://x.example" target=_self rel=opener ping="http://evil.example">x</a>',
  '<template><img src=x onerror=alert(1)></template>',
  '<plaintext><script>alert(1)</script>',
  '<p>x</p\u0000><script\u0000>alert(1)</script>',
];

const TAG = /<\/?([a-z0-9]+)((?:\s[^<>"]*(?:"[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([a-z-]+)="([^"]*)"/g;
const ATTRIBUTES = new Set(
  `align alt bgcolor border cellpadding cellspacing color colspan data-remote-src dir face height href lang rel
   rowspan size span src start style target title type valign value width`.split(/\s+/)
);
const FORBIDDEN_TAGS =
  /^(?:script|style|svg|math|xmp|textarea|title|noscript|template|iframe|object|embed|form|input|button|select|link|meta|base|audio|video|source|picture|body|html|head|plaintext|frame|frameset|applet|animate|details)$/;

/** Reads what the sanitiser wrote the way a browser would: every `<` begins a tag, every attribute is quoted. */
const judge = (html: string): string[] => {
  const complaints: string[] = [];
  const rest = html.replace(TAG, (_whole, name: string, attributes: string) => {
    if (FORBIDDEN_TAGS.test(name)) complaints.push(`<${name}>`);
    for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
      if (!ATTRIBUTES.has(attribute)) complaints.push(`${name} ${attribute}`);
      if (attribute === 'href' && !/^(?:https?:\/\/|mailto:)/.test(value)) complaints.push(`href ${value}`);
      if (attribute === 'src' && !/^(?:cid:|data:image\/(?:png|jpeg|gif|webp);base64,)/i.test(value)) {
        complaints.push(`src ${value}`);
      }
      if (attribute === 'data-remote-src' && !/^https?:\/\//.test(value)) complaints.push(`remote ${value}`);
      if (attribute === 'style' && /url|expression|position|image|[\\{}@]|:\s*-/i.test(value)) {
        complaints.push(`style ${value}`);
      }
    }
    return '';
  });
  if (/[<>]/.test(rest)) complaints.push(`markup left: ${rest}`);
  return complaints;
};

describe('sanitised HTML', () => {
  it.each(ATTACKS)('has nothing that runs or loads: %s', (attack) => {
    expect(judge(clean(attack))).toEqual([]);
    expect(judge(clean(`<p>before ${attack} after</p>`))).toEqual([]);
  });

  it('stays safe when attacks are cut apart and put together anew', () => {
    const shard = fc.constantFrom(
      ...ATTACKS,
      '<p>',
      '</p>',
      '"',
      "'",
      '>',
      '<',
      '<!--',
      '-->',
      '</',
      '&lt;',
      '='
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(shard, fc.nat(80), fc.nat(80)), { maxLength: 8 }), (shards) => {
        const html = shards.map(([text, a, b]) => text.slice(Math.min(a, b), Math.max(a, b) + 1)).join('');
        expect(judge(clean(html))).toEqual([]);
      }),
      { numRuns: 2_000 }
    );
  });

  it('does not change when it is sanitised again', () => {
    for (const attack of ATTACKS) expect(clean(clean(attack))).toBe(clean(attack));
  });

  it('keeps what a letter consists of', () => {
    const letter =
      '<h2>Hello</h2><p>a <b>bold</b> word,<br />a list:</p><ul><li>one</li></ul>' +
      '<table border="1"><tr><td colspan="2" style="color:#ff0000;padding:4px 8px">cell</td></tr></table>';
    expect(clean(letter)).toBe(letter);
  });

  it('opens links apart and tells the other side nothing', () => {
    expect(clean('<a href="https://shop.example/?a=1&b=2" target="_top">x</a>')).toBe(
      '<a href="https://shop.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    );
    expect(clean('<a href="mailto:a@b.example">x</a>')).toContain('href="mailto:a@b.example"');
  });

  it('keeps a remote picture unloaded, with its address for whoever asks for it', () => {
    expect(clean('<img src="https://track.example/p.gif?u=1" width="1" alt="logo">')).toBe(
      '<img width="1" alt="logo" data-remote-src="https://track.example/p.gif?u=1" />'
    );
  });

  it('keeps pictures that are part of the mail', () => {
    const data = 'data:image/png;base64,iVBORw0KGgo=';
    expect(clean(`<img src="cid:logo@mail"><img src="${data}">`)).toBe(
      `<img src="cid:logo@mail" /><img src="${data}" />`
    );
  });

  it('drops what is no text for people, and keeps the text around it', () => {
    expect(clean('<head><title>T</title><style>p{}</style></head><body><o:p>x</o:p>y</body>')).toBe('xy');
  });

  it('turns what databases refuse into U+FFFD', () => {
    expect(clean('<p>a&#0;b&#xD800;c</p>')).toBe('<p>a\uFFFDb\uFFFDc</p>');
  });

  it('is null when nothing is left', () => {
    expect(sanitiseMailHtml(' <style>p{}</style> ')).toEqual({ html: null, tooComplex: false });
  });
});

describe('HTML bombs', () => {
  const BOMBS: Record<string, string> = {
    'deep divs': '<div>'.repeat(200_000),
    'deep divs, closed in attributes only': '<div title="</div>">'.repeat(100_000),
    'one level too deep': '<div>'.repeat(HTML_LIMITS.depth + 1) + 'x',
    'many tags': '<b>x</b>'.repeat(HTML_LIMITS.tags + 1),
    'stray angle brackets': '<'.repeat(1_000_000),
    'too long': 'x'.repeat(HTML_LIMITS.length + 1),
    'open comments': '<!--'.repeat(400_000),
  };

  it.each(Object.keys(BOMBS))('%s: the HTML is given up in a moment, its words are kept', (name) => {
    const bomb = BOMBS[name] ?? '';
    const begun = performance.now();
    expect(sanitiseMailHtml(bomb)).toEqual({ html: null, tooComplex: true });
    mailHtmlToText(bomb);
    // Parsed, it would take many seconds; machines are slow at times.
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('gives the words of HTML that is not parsed', () => {
    expect(mailHtmlToText(`${'<div>'.repeat(300)}Tom &amp; Jerry<br>say hello`)).toBe(
      'Tom & Jerry say hello'
    );
  });

  it('does not take unclosed paragraphs and cells of old mail programs for depth', () => {
    expect(sanitiseMailHtml('<p>one'.repeat(2_000)).tooComplex).toBe(false);
    expect(sanitiseMailHtml(`<table>${'<tr><td>one'.repeat(2_000)}</table>`).tooComplex).toBe(false);
  });

  it('takes what lies just within the limits', () => {
    expect(isTooComplex('<b>x</b>'.repeat(HTML_LIMITS.tags))).toBe(false);
    expect(sanitiseMailHtml('<div>'.repeat(HTML_LIMITS.depth) + 'x').tooComplex).toBe(false);
  });
});
