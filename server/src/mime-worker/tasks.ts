import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { ReadableContent } from '../../../contracts';
import { mailHtmlToMarkdown, mailHtmlToText, sanitiseMailHtml } from '../html';
import type { ParsedMail } from '../mail';
import { parseMail } from '../parse';
import { showMail } from './show';

/** The bodies of a mail as they are kept. */
export interface SafeBodies {
  /** Sanitised; null when the mail has no HTML, or one too complex to be trusted. */
  html: string | null;
  /** Made from the HTML where the mail has no other. */
  text: string | null;
  /** The safe HTML as Markdown, its pictures as `cid:` addresses; null where there is none. */
  markdown: string | null;
}

/** A mail that was read. */
export interface ReadMail {
  mail: ParsedMail;
  bodies: SafeBodies;
}

/** What can be done beside the main thread. Takes and gives plain values, which are copied from thread to thread. */
export interface MimeTasks {
  /**
   * Reads a mail whose bytes are at hand.
   * @returns null when its attachments are too large to be held in memory: it has to be read where the database is.
   */
  read(raw: Uint8Array): Promise<ReadMail | null>;
  /** Makes the bodies of a mail safe. */
  bodies(mail: Pick<ParsedMail, 'html' | 'text'>): Promise<SafeBodies>;
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

const bodiesOf = (mail: Pick<ParsedMail, 'html' | 'text'>): SafeBodies => {
  if (mail.html === null) return { html: null, text: mail.text, markdown: null };
  const { html } = sanitiseMailHtml(mail.html);
  return {
    html,
    text: mail.text ?? mailHtmlToText(mail.html),
    markdown: html === null ? null : mailHtmlToMarkdown(html),
  };
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

  bodies: ({ html, text }) => Promise.resolve(bodiesOf({ html, text })),

  show: (raw) => showMail(bufferOf(raw)),

  render: (options) => buffer(new MailComposer(options).compile().createReadStream()),
};
