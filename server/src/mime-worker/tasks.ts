import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { ReadableContent } from '../../../contracts';
import { htmlToText, mailHtmlToMarkdown, mailHtmlToText, sanitiseMarkedHtml } from '../html';
import type { ParsedMail } from '../mail';
import { parseMail } from '../parse';
import { cutHtml, cutText } from '../reply';
import { showMail } from './show';

/** The bodies of a mail as they are kept. */
export interface SafeBodies {
  /** Sanitised; null when the mail has no HTML, or one too complex to be trusted. */
  html: string | null;
  /** Made from the HTML where the mail has no other. */
  text: string | null;
  /** The safe HTML as Markdown, its pictures as `cid:` addresses; null where there is none. */
  markdown: string | null;
  /** The author's own words, where something else could be cut off them; null: all of the mail is their own. */
  own: OwnWords | null;
}

/** What is left of a mail without the quote and the signature. */
export interface OwnWords {
  /** Null when the mail has no HTML. */
  html: string | null;
  text: string;
}

/** A mail that was read. */
export interface ReadMail {
  mail: ParsedMail;
  bodies: SafeBodies;
}

/** What bodies are made of; by the subject a forwarded mail is known. */
export type MailBodies = Pick<ParsedMail, 'html' | 'text' | 'subject'>;

/** What can be done beside the main thread. Takes and gives plain values, which are copied from thread to thread. */
export interface MimeTasks {
  /**
   * Reads a mail whose bytes are at hand.
   * @returns null when its attachments are too large to be held in memory: it has to be read where the database is.
   */
  read(raw: Uint8Array): Promise<ReadMail | null>;
  /** Makes the bodies of a mail safe. */
  bodies(mail: MailBodies): Promise<SafeBodies>;
  /** Reads a mail for a person to look at; of its attachments the names alone, and pictures within its HTML. */
  show(raw: Uint8Array): Promise<ReadableContent>;
  /** Renders a mail without attachments as RFC 5322 text. */
  render(options: Mail.Options): Promise<Buffer>;
}

/** A part is too large for memory. */
class TooLarge extends Error {}

const noChunks = {
  write: () => Promise.reject(new TooLarge('Too large to be held in memory.')),
  read: () => Readable.from([]),
  remove: () => Promise.resolve(),
};

const ownText = (text: string | null, subject: string): OwnWords | null => {
  const own = text === null ? null : cutText(text, subject);
  return own === null ? null : { html: null, text: own };
};

/** The HTML, which is what people see, decides whether anything is cut. */
const ownOf = (html: string | null, { text, subject }: MailBodies): OwnWords | null =>
  html === null ? null : { html, text: (text === null ? null : cutText(text, subject)) ?? htmlToText(html) };

const bodiesOf = (mail: MailBodies): SafeBodies => {
  const { html, subject } = mail;
  if (html === null) {
    return { html: null, text: mail.text, markdown: null, own: ownText(mail.text, subject) };
  }
  const text = mail.text ?? mailHtmlToText(html);
  const marked = sanitiseMarkedHtml(html).html;
  if (marked === null) return { html: null, text, markdown: null, own: ownText(text, subject) };
  const { whole, own } = cutHtml(marked, subject);
  return { html: whole, text, markdown: mailHtmlToMarkdown(whole), own: ownOf(own, mail) };
};

/** Buffers arrive in a thread, and come out of it, as plain byte arrays. */
export const bufferOf = ({ buffer: memory, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(memory, byteOffset, byteLength);

/** @see MimeTasks */
export const mimeTasks: MimeTasks = {
  async read(raw) {
    const bytes = bufferOf(raw);
    try {
      const mail = await parseMail(Readable.from([bytes]), { chunks: noChunks, newOwner: () => '' });
      return { mail, bodies: bodiesOf(mail) };
    } catch (error) {
      if (error instanceof TooLarge) return null;
      throw error;
    }
  },

  bodies: (mail) => Promise.resolve(bodiesOf(mail)),

  show: (raw) => showMail(bufferOf(raw)),

  render: (options) => buffer(new MailComposer(options).compile().createReadStream()),
};
