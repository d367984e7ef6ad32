import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import { mailHtmlToMarkdown, mailHtmlToText, sanitiseMailHtml } from '../html';
import type { ParsedMail } from '../mail';
import { parseMail } from '../parse';

/** The bodies of a mail as they are kept: HTML that is safe to show, and text in any case. */
export interface SafeBodies {
  html: string | null;
  text: string | null;
}

/** What can be done beside the main thread. Takes and gives plain values, which are copied from thread to thread. */
export interface MimeTasks {
  /**
   * Reads a mail whose bytes are at hand.
   * @returns null when its attachments are too large to be held in memory: it has to be read where the database is.
   */
  read(raw: Uint8Array): Promise<ParsedMail | null>;
  /** Makes the bodies of a mail safe. */
  bodies(input: SafeBodies): Promise<SafeBodies>;
  /** Safe HTML as Markdown, its pictures as `cid:` addresses. */
  markdown(html: string): Promise<string>;
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

/** @see MimeTasks */
export const mimeTasks: MimeTasks = {
  async read({ buffer: memory, byteOffset, byteLength }) {
    const bytes = Buffer.from(memory, byteOffset, byteLength);
    try {
      return await parseMail(Readable.from([bytes]), { chunks: noChunks, newOwner: () => '' });
    } catch (error) {
      if (error instanceof TooLarge) return null;
      throw error;
    }
  },

  bodies: ({ html, text }) =>
    Promise.resolve({
      html: html === null ? null : sanitiseMailHtml(html).html,
      text: text ?? (html === null ? null : mailHtmlToText(html)),
    }),

  markdown: (html) => Promise.resolve(mailHtmlToMarkdown(html)),

  render: (options) => buffer(new MailComposer(options).compile().createReadStream()),
};
