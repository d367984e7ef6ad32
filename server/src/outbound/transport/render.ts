import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MessageOptions } from '../compose';

/** The mail as a stream of RFC 5322 text. Attachments are read while it is read. */
export const renderMessage = (options: MessageOptions): Readable =>
  new MailComposer({ ...options }).compile().createReadStream();
