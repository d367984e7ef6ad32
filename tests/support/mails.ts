import { createHash } from 'node:crypto';
import { encode } from './charsets';

export interface GeneratedAttachment {
  fileName: string;
  contentType: string;
  bytes: Buffer;
}

/** A mail and everything that must come out of it again. */
export interface GeneratedMail {
  index: number;
  kind: 'text' | 'alternative' | 'attachment' | 'large';
  raw: Buffer;
  /** With angle brackets. */
  messageId: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  /** The plain text body, decoded, line ends LF; ends with one LF. */
  text: string;
  html: string | null;
  attachments: GeneratedAttachment[];
  /** Message-ID of the earlier generated mail, from the same sender, that this one answers. */
  replyTo: string | null;
  date: Date;
}

export interface GeneratorOptions {
  count: number;
  seed?: number;
  /** Recipient of every mail. */
  to?: string;
  /** Date of the first mail; each further one is a second later. */
  start?: Date;
}

/** Gives numbers from 0 up to but not including 1. */
export type Random = () => number;

/** Mulberry32: the same numbers from the same seed, on every machine. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Language {
  charset: string;
  /** How the body travels. */
  encoding: '7bit' | '8bit' | 'quoted-printable' | 'base64';
  words: string[];
}

const LANGUAGES: Language[] = [
  {
    charset: 'us-ascii',
    encoding: '7bit',
    words: 'the printer in room four prints nothing again please help'.split(' '),
  },
  {
    charset: 'utf-8',
    encoding: '8bit',
    words: 'Grüße naïve Žluťoučký kůň 東京 🚲 façade Ωμέγα ticket'.split(' '),
  },
  {
    charset: 'iso-8859-1',
    encoding: 'quoted-printable',
    words: 'Die Rechnung für März ist älter als größere Übersichten = süß'.split(' '),
  },
  {
    charset: 'windows-1251',
    encoding: '8bit',
    words: 'Здравствуйте счёт № заказ «принтер» не печатает снова'.split(' '),
  },
  {
    charset: 'koi8-r',
    encoding: 'base64',
    words: 'Привет мир помогите пожалуйста письмо не дошло вчера'.split(' '),
  },
  {
    charset: 'shift_jis',
    encoding: 'base64',
    words: 'こんにちは 世界 カタカナ 請求書 東京 注文 電話 お願いします'.split(' '),
  },
];

const FOLDED = 76;

const base64Lines = (bytes: Buffer): string =>
  (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');

/** RFC 2045 6.7; line ends of the text stay line ends. */
const quotedPrintable = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .split('\r\n')
    .map((line) => {
      const tokens = Array.from(line, (character, index) => {
        const isLast = index === line.length - 1;
        const isSafe = /[!-<>-~]/.test(character) || (character === ' ' && !isLast);
        return isSafe ? character : `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
      });
      let length = 0;
      return tokens
        .map((token) => {
          const breaks = length + token.length > FOLDED - 1;
          length = breaks ? token.length : length + token.length;
          return breaks ? `=\r\n${token}` : token;
        })
        .join('');
    })
    .join('\r\n');

/** RFC 2047: encoded words of whole characters, folded. Plain where the subject is ASCII. */
const headerWords = (text: string, charset: string): string => {
  if (charset === 'us-ascii') return text;
  const words: string[] = [];
  let piece = '';
  for (const character of text) {
    if (encode(piece + character, charset).toString('base64').length > 44) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  words.push(piece);
  return words.map((word) => `=?${charset}?B?${encode(word, charset).toString('base64')}?=`).join('\r\n ');
};

const partOf = (text: string, { charset, encoding }: Language, type = 'plain'): Buffer => {
  const bytes = encode(text.replaceAll('\n', '\r\n'), charset);
  const head = `Content-Type: text/${type}; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  if (encoding === 'base64') return Buffer.from(`${head}${base64Lines(bytes)}\r\n`);
  if (encoding === 'quoted-printable') return Buffer.from(`${head}${quotedPrintable(bytes)}`);
  return Buffer.concat([Buffer.from(head), bytes]);
};

const attachmentPart = ({ fileName, contentType, bytes }: GeneratedAttachment): Buffer =>
  Buffer.from(
    `Content-Type: ${contentType}; name="${fileName}"\r\nContent-Transfer-Encoding: base64\r\n` +
      `Content-Disposition: attachment; filename="${fileName}"\r\n\r\n${base64Lines(bytes)}\r\n`
  );

const multipart = (subtype: string, boundary: string, parts: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from(`Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n`),
    // The line end before a boundary belongs to the boundary (RFC 2046 5.1.1): parts keep their own.
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

const randomBytes = (random: Random, length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index += 1) bytes[index] = Math.floor(random() * 256);
  return bytes;
};

/** Of every twenty: twelve short texts, five alternatives, two with 200 kB, one with 1 MB. */
const KINDS: GeneratedMail['kind'][] = [
  ...Array.from({ length: 12 }, () => 'text' as const),
  ...Array.from({ length: 5 }, () => 'alternative' as const),
  ...Array.from({ length: 2 }, () => 'attachment' as const),
  'large',
];

const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [left, right] = [copy[index], copy[other]];
    if (left !== undefined && right !== undefined) [copy[index], copy[other]] = [right, left];
  }
  return copy;
};

const sentences = (random: Random, words: readonly string[], length: number): string => {
  const lines: string[] = [];
  let size = 0;
  while (size < length) {
    const line = Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)]).join(' ');
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
};

const bodyOf = (random: Random, kind: GeneratedMail['kind'], language: Language, index: number) => {
  const text = sentences(
    random,
    language.words,
    kind === 'alternative' ? 8_000 : 40 + Math.floor(random() * 400)
  );
  const part = partOf(text, language);
  const boundary = `=_part_${index}_${Math.floor(random() * 2 ** 32).toString(36)}`;
  if (kind === 'text') return { text, html: null, attachments: [], body: part };
  if (kind === 'alternative') {
    const lines = text.trimEnd().split('\n');
    const html = `<html><body>${lines.map((line) => `<p>${line}</p>`).join('\n')}</body></html>\n`;
    const body = multipart('alternative', boundary, [part, partOf(html, language, 'html')]);
    return { text, html, attachments: [], body };
  }
  const size = kind === 'large' ? 1024 * 1024 : 200 * 1024;
  const attachment: GeneratedAttachment = {
    fileName: `file-${index}.bin`,
    contentType: 'application/octet-stream',
    bytes: randomBytes(random, size),
  };
  const body = multipart('mixed', boundary, [part, attachmentPart(attachment)]);
  return { text, html: null, attachments: [attachment], body };
};

/**
 * Mails that look like a support mailbox: 60 % short text in six charsets, 25 % alternatives of 20 kB, 10 % with an
 * attachment of 200 kB, 5 % with one of 1 MB; a third of them answer an earlier one of the same sender. The same seed
 * gives the same bytes. One mail at a time is in memory.
 */
export const generateMails = function* ({
  count,
  seed = 1,
  to = 'support@example.com',
  start = new Date('2026-01-05T08:00:00Z'),
}: GeneratorOptions): Generator<GeneratedMail> {
  const random = randomFrom(seed);
  const earlier: { messageId: string; references: string[]; from: GeneratedMail['from']; subject: string }[] =
    [];
  let kinds: GeneratedMail['kind'][] = [];

  for (let index = 0; index < count; index += 1) {
    if (kinds.length === 0) kinds = shuffled(KINDS, random);
    const kind = kinds.pop() ?? 'text';
    const language = LANGUAGES[index % LANGUAGES.length] ?? LANGUAGES[0];
    if (!language) throw new Error('There is no language.');
    const token = createHash('sha256').update(`${seed}:${index}`).digest('hex').slice(0, 16);
    const messageId = `<${token}.${index}@customer.example>`;
    const date = new Date(start.getTime() + index * 1000);
    const parent = index % 3 === 2 ? earlier[Math.floor(random() * earlier.length)] : undefined;
    const from = parent?.from ?? { name: `Customer ${index}`, address: `customer${index}@customer.example` };
    const title = sentences(random, language.words, 20).split('\n')[0] ?? '';
    const subject = parent ? `Re: ${title} #${index}` : `${title} #${index}`;
    const references = parent ? [...parent.references, parent.messageId].slice(-10) : [];
    const { text, html, attachments, body } = bodyOf(random, kind, language, index);

    const header = [
      `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
      `From: "${from.name}" <${from.address}>`,
      `To: ${to}`,
      `Subject: ${headerWords(subject, language.charset)}`,
      `Message-ID: ${messageId}`,
      ...(parent ? [`In-Reply-To: ${parent.messageId}`, `References: ${references.join('\r\n ')}`] : []),
      'MIME-Version: 1.0',
      '',
    ].join('\r\n');
    const raw = Buffer.concat([Buffer.from(header), body]);
    const replyTo = parent?.messageId ?? null;
    yield { index, kind, raw, messageId, from, to, subject, text, html, attachments, replyTo, date };
    earlier.push({ messageId, references, from, subject });
  }
};
