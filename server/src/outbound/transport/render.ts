import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MessageOptions } from '../compose';

/** The mail as a stream of RFC 5322 text. Attachments are read while it is read. */
export const renderMessage = (options: MessageOptions): Readable =>
  new MailComposer({ ...options }).compile().createReadStream();

/** Characters of a mail that is rendered ahead: of those in the hands of a process at a time, all may wait in memory. */
const SMALL = 256 * 1024;

const isSmall = ({ text, html, attachments }: MessageOptions): boolean =>
  attachments.length === 0 && text.length + (html?.length ?? 0) <= SMALL;

const streamOf = (bytes: Buffer): Readable =>
  new Readable({
    read() {
      this.push(bytes);
      this.push(null);
    },
  });

/**
 * Renders small mails before a connection is free for them, beside the main thread where there is one; larger ones while
 * they are sent.
 *
 * @param render renders a mail without attachments.
 * @returns opens the mail; any number of times
 */
export const renderAhead = async (
  options: MessageOptions,
  render: (options: MessageOptions) => Promise<Buffer>
): Promise<() => Readable> => {
  const later = (): Readable => renderMessage(options);
  if (!isSmall(options)) return later;
  // What is wrong with the mail shows again while it is sent, and is told as that.
  const bytes = await render(options).catch(() => null);
  return bytes === null ? later : () => streamOf(bytes);
};
