import fc from 'fast-check';

/** One kind of damage. Numbers from 0 to 9999 say where, how much and which. */
export interface Mutation {
  kind: keyof typeof DAMAGE;
  at: number;
  size: number;
  pick: number;
}

const MOST = 9_999;

/** Mutations multiply lengths: what is over this is cut off. */
const LIMIT = 3_000_000;

/** A mail as one character for each byte. */
type Damage = (mail: string, mutation: Mutation) => string;

const position = (length: number, part: number): number => Math.floor((length * part) / (MOST + 1));

const choose = <T>(items: readonly [T, ...T[]], pick: number): T => items[pick % items.length] ?? items[0];

const linesOf = (mail: string): string[] => mail.split('\r\n');

const headEnd = (mail: string): number => {
  const end = mail.indexOf('\r\n\r\n');
  return end < 0 ? mail.length : end;
};

const insert = (mail: string, at: number, text: string): string => {
  const where = position(mail.length + 1, at);
  return mail.slice(0, where) + text + mail.slice(where);
};

/** Replaces one of the matches. */
const replaceOne = (mail: string, pattern: RegExp, pick: number, replacement: string): string => {
  const matches = [...mail.matchAll(pattern)];
  const match = matches[pick % Math.max(1, matches.length)];
  return match ? mail.slice(0, match.index) + replacement + mail.slice(match.index + match[0].length) : mail;
};

const CHARSETS = [
  ...[
    'utf-8',
    'us-ascii',
    'utf-16',
    'utf-16be',
    'utf-7',
    'utf-32',
    'iso-2022-jp',
    'iso-2022-kr',
    'hz-gb-2312',
  ],
  ...['shift_jis', 'gb18030', 'big5', 'x-user-defined', 'x-unknown', '"', '', "utf-8''x", 'koi8-r', 'cp437'],
] as [string, ...string[]];
const ENCODINGS = [
  ...[
    '7bit',
    '8bit',
    'binary',
    'base64',
    'quoted-printable',
    'x-uuencode',
    'uuencode',
    'BASE64 (comment)',
    '',
    'x',
  ],
] as [string, ...string[]];
const TYPES = [
  ...[
    'text/html',
    'text/plain',
    'text/calendar',
    'text/x-amp-html',
    'message/rfc822',
    'message/delivery-status',
  ],
  ...[
    'multipart/mixed',
    'multipart/alternative; boundary=""',
    'multipart/report; report-type=delivery-status',
  ],
  ...['message/partial', 'application/ms-tnef', 'text', '/', 'multipart/digest; boundary=b', 'image/svg+xml'],
] as [string, ...string[]];
const MARKUP = [
  ...['<table><tr><td>', '<div style="', '<!--', '<a href="', '&#x', '<![CDATA[', '<svg><style>', '</', '<'],
  ...[
    '<blockquote>',
    '<b><i>',
    '<img src="cid:',
    '<p',
    '<font color=',
    '<style>@import',
    '<ul><li>',
    '&lt;',
    ']]>',
  ],
] as [string, ...string[]];
const FIELDS = [
  ...[
    'From: ',
    'To: ',
    'Date: ',
    'Message-ID: ',
    'References: ',
    'Content-Type: ',
    'Reply-To: ',
    'Subject: =?utf-8?B?',
  ],
  ...[
    'Auto-Submitted: ',
    'X-Mail-Gateway-Id: ',
    'Resent-To: ',
    'Delivered-To: ',
    'In-Reply-To: <',
    'Return-Path: <>',
  ],
] as [string, ...string[]];

const DAMAGE = {
  /** Bits fall over, one in a few hundred bytes. */
  bits: (mail, { at, size, pick }) => {
    const bytes = Buffer.from(mail, 'latin1');
    const count = 1 + (size % 40);
    for (let index = 0; index < count; index += 1) {
      const where = position(bytes.length, (at + index * (pick + 1) * 7) % (MOST + 1));
      bytes[where] = (bytes[where] ?? 0) ^ (1 << ((pick + index) % 8));
    }
    return bytes.toString('latin1');
  },
  /** The rest is missing, or a piece in the middle. */
  cut: (mail, { at, size, pick }) => {
    const start = position(mail.length, at);
    return mail.slice(0, start) + (pick % 2 === 0 ? '' : mail.slice(start + position(mail.length, size)));
  },
  /** A line comes again, once or very often. */
  repeatLine: (mail, { at, size, pick }) => {
    const lines = linesOf(mail);
    const where = position(lines.length, at);
    const line = lines[where] ?? '';
    const again = Math.min(pick % 10 === 0 ? size : size % 4, Math.floor(LIMIT / (line.length + 2)));
    return [...lines.slice(0, where), ...Array<string>(again).fill(line), ...lines.slice(where)].join('\r\n');
  },
  /** Lines change places. */
  swapLines: (mail, { at, size, pick }) => {
    const lines = linesOf(mail);
    const range = pick % 2 === 0 ? linesOf(mail.slice(0, headEnd(mail))).length : lines.length;
    const [left, right] = [position(range, at), position(range, size)];
    [lines[left], lines[right]] = [lines[right] ?? '', lines[left] ?? ''];
    return lines.join('\r\n');
  },
  /** Delimiters and their parameter stop to fit each other. */
  boundary: (mail, { pick, size }) => {
    const damaged = choose(['--', '----', '-- ', '--\u00ff', '', '--b', '--b--'], size);
    return pick % 3 === 0
      ? replaceOne(mail, /boundary="?[^"\r\n;]*/gi, pick, `boundary="${'=_x '.repeat(size % 30)}`)
      : replaceOne(mail, /^--\S+/gm, pick, damaged);
  },
  charset: (mail, { pick, size }) =>
    replaceOne(mail, /charset="?[\w-]+"?/gi, pick, `charset=${choose(CHARSETS, size)}`),
  wordCharset: (mail, { pick, size }) =>
    replaceOne(mail, /=\?[\w-]+\?[BQ]\?/gi, pick, `=?${choose(CHARSETS, size)}?Q?`),
  encoding: (mail, { pick, size }) =>
    replaceOne(
      mail,
      /Content-Transfer-Encoding: \S+/gi,
      pick,
      `Content-Transfer-Encoding: ${choose(ENCODINGS, size)}`
    ),
  type: (mail, { pick, size }) =>
    replaceOne(mail, /Content-Type: [\w/.+-]+/gi, pick, `Content-Type: ${choose(TYPES, size)}`),
  nul: (mail, { at, size }) => insert(mail, at, '\0'.repeat(1 + (size % 50))),
  /** No line ends for a long stretch, or a line of 200 kB. */
  longLine: (mail, { at, size, pick }) => {
    if (pick % 2 === 0)
      return insert(mail, at, choose(['x', ' ', '=', '<', '\t', ',', '"', '('], pick / 2).repeat(size * 20));
    const start = position(mail.length, at);
    const end = start + position(mail.length, size);
    return mail.slice(0, start) + mail.slice(start, end).replaceAll('\r\n', '') + mail.slice(end);
  },
  lineEnds: (mail, { pick }) => mail.replaceAll('\r\n', choose(['\n', '\r', '\n\r', '\r\r\n'], pick)),
  /** The mail in so many multiparts, which may share a boundary. */
  nest: (mail, { size, pick }) => {
    const depth = 1 + (size % 120);
    const head = mail.slice(0, headEnd(mail)).replaceAll(/^(Content-|MIME-)/gim, 'X-$1');
    let body = `Content-Type: message/rfc822\r\n\r\n${mail}`;
    for (let level = 0; level < depth; level += 1) {
      const name = pick % 2 === 0 ? 'same' : `level${level}`;
      body = `Content-Type: multipart/mixed; boundary=${name}\r\n\r\n--${name}\r\n${body}\r\n--${name}${pick % 3 === 0 ? '' : '--'}\r\n`;
    }
    return `${head}\r\n${body}`;
  },
  /** A piece of HTML in the place of something else, often many times. */
  markup: (mail, { at, size, pick }) => insert(mail, at, choose(MARKUP, pick).repeat(1 + (size % 3_000))),
  field: (mail, { at, size, pick }) => {
    const lines = linesOf(mail.slice(0, headEnd(mail)));
    const where = position(lines.length, at);
    const field =
      choose(FIELDS, pick) +
      choose(['', '<>', '<a@b>,'.repeat(size % 500), ' \t', '\u00ff\u00fe', '=?='], size);
    return [...lines.slice(0, where), field, ...lines.slice(where)].join('\r\n') + mail.slice(headEnd(mail));
  },
  noColon: (mail, { pick }) => replaceOne(mail, /^[\w-]+:/gm, pick, 'Nothing'),
} satisfies Record<string, Damage>;

const number = fc.nat(MOST);

/** One to six mutations, one after the other. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    // Object.keys forgets which keys there are.
    kind: fc.constantFrom(...(Object.keys(DAMAGE) as Mutation['kind'][])),
    at: number,
    size: number,
    pick: number,
  }),
  { minLength: 1, maxLength: 6 }
);

/** The damaged mail; the same for the same arguments. */
export const mutate = (raw: Buffer, damage: readonly Mutation[]): Buffer =>
  Buffer.from(
    damage.reduce((mail, mutation) => {
      const apply: Damage = DAMAGE[mutation.kind];
      return apply(mail, mutation).slice(0, LIMIT);
    }, raw.toString('latin1')),
    'latin1'
  );
