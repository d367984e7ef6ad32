import type { MailAddress } from '../mail';
import type { OutboundContent } from '../outbound';

/** What an answer is made of. */
export interface AnswerParts {
  messageId: string;
  date: Date;
  threadSubject: string;
  html: string | null;
  text: string;
  from: MailAddress;
  to: readonly MailAddress[];
  /** `catchall@` of the alias domain; null where there is none. */
  catchall: MailAddress | null;
  /** Message-IDs of the thread, oldest first. */
  earlier: readonly string[];
  /** Message-ID of the mail that is answered; null when nothing came in yet. */
  answered: string | null;
}

const ANSWER_PREFIX = /^\s*(re|aw|sv|antw|odp|vs|ref)\s*(\[\d+\]|\(\d+\))?\s*:/i;

/** `Re: …`, once, in whatever language the thread already has it. */
export const answerSubject = (subject: string): string =>
  ANSWER_PREFIX.test(subject) ? subject : `Re: ${subject}`.trim();

/** The mail that carries an answer to the people of a thread. */
export const composeAnswer = (parts: AnswerParts): OutboundContent => ({
  messageId: parts.messageId,
  date: parts.date,
  subject: parts.answered === null ? parts.threadSubject : answerSubject(parts.threadSubject),
  html: parts.html,
  text: parts.text,
  from: parts.from,
  replyTo: parts.catchall ? [parts.catchall] : [],
  to: parts.to,
  cc: [],
  inReplyTo: parts.answered,
  references: parts.earlier,
  headers: {},
  attachments: [],
  nullSender: false,
  serverId: null,
});
