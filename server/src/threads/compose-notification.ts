import { escapeHtml, textToHtml } from '../html';
import type { MailAddress } from '../mail';
import type { AttachmentReference, OutboundContent } from '../outbound';
import type { MailTexts } from '../texts';

/** An earlier message, as it is quoted below a new one. */
export interface Quoted {
  /** As its author is called; null: nobody knows. */
  name: string | null;
  sentAt: Date;
  /** Without what it quoted itself. */
  text: string;
}

/** What the mail that brings a message to one follower is made of. */
export interface NotificationParts {
  /** In the follower's language. */
  texts: MailTexts;
  /** Of this mail: it names the follower. */
  messageId: string;
  date: Date;
  subject: string;
  html: string | null;
  text: string;
  from: MailAddress;
  replyTo: MailAddress | null;
  to: MailAddress;
  inReplyTo: string | null;
  /** Oldest first. */
  references: readonly string[];
  /** A sentence above the message: what colleagues must know of it. */
  warning: string | null;
  /** Latest first. */
  history: readonly Quoted[];
  /** Where the follower can stop these mails; null where there is no such page. */
  unfollowUrl: string | null;
  attachments: readonly AttachmentReference[];
  /** Files of the message that are too large to go along. */
  leftOut: number;
}

const ANSWER_PREFIX = /^\s*(re|aw|sv|antw|odp|vs|ref)\s*(\[\d+\]|\(\d+\))?\s*:/i;

/** `Re: …`, once, in whatever language the thread already has it. */
export const answerSubject = (subject: string): string =>
  ANSWER_PREFIX.test(subject) ? subject : `Re: ${subject}`.trim();

const quotedText =
  ({ attribution }: MailTexts) =>
  ({ name, sentAt, text }: Quoted): string =>
    `${attribution(sentAt, name)}\n${text.trim().replace(/^/gm, '> ')}`;

const quotedHtml =
  ({ attribution }: MailTexts) =>
  ({ name, sentAt, text }: Quoted): string =>
    `<p>${escapeHtml(attribution(sentAt, name))}</p><blockquote type="cite">${textToHtml(text.trim())}</blockquote>`;

/** What else a reader has to know of the message. */
const remarksOf = ({ leftOut, texts }: NotificationParts): string[] =>
  leftOut === 0 ? [] : [texts.leftOut(leftOut)];

const textOf = (parts: NotificationParts): string => {
  const { texts, text, warning, history, unfollowUrl } = parts;
  return [
    ...(warning === null ? [] : [`[${warning}]`]),
    text,
    ...remarksOf(parts).map((remark) => `[${remark}]`),
    ...history.map(quotedText(texts)),
    ...(unfollowUrl === null ? [] : [`-- \n${texts.why} ${texts.leave}: ${unfollowUrl}`]),
  ].join('\n\n');
};

const htmlOf = (parts: NotificationParts): string | null => {
  const { texts, html, warning, history, unfollowUrl } = parts;
  return html === null
    ? null
    : [
        ...(warning === null ? [] : [`<p><strong>${escapeHtml(warning)}</strong></p>`]),
        html,
        ...remarksOf(parts).map((remark) => `<p><em>${escapeHtml(remark)}</em></p>`),
        ...history.map(quotedHtml(texts)),
        ...(unfollowUrl === null
          ? []
          : [
              `<p><small>${escapeHtml(texts.why)} <a href="${escapeHtml(unfollowUrl)}">${escapeHtml(texts.leave)}</a></small></p>`,
            ]),
      ].join('\n');
};

/**
 * Mail programs offer to leave, by one click where the page is safe (RFC 8058); and no answering machine answers what has
 * a list header (RFC 5230).
 */
const leaveHeaders = (url: string | null): Record<string, string> =>
  url === null
    ? {}
    : url.startsWith('http:')
      ? { 'List-Unsubscribe': `<${url}>` }
      : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

/** The mail that brings a message of a thread to one follower. */
export const composeNotification = (parts: NotificationParts): OutboundContent => ({
  messageId: parts.messageId,
  date: parts.date,
  subject: parts.subject,
  html: htmlOf(parts),
  text: textOf(parts),
  from: parts.from,
  replyTo: parts.replyTo ? [parts.replyTo] : [],
  to: [parts.to],
  cc: [],
  inReplyTo: parts.inReplyTo,
  references: parts.references,
  headers: leaveHeaders(parts.unfollowUrl),
  attachments: parts.attachments,
  nullSender: false,
  serverId: null,
});
