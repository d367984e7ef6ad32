import { cleanText } from '../../mail';
import { newDocumentId } from '../../storage';
import { withoutUnfollowLinks, type Author, type NewAttachment, type NewMessage } from '../../threads';
import type { AppendAction } from '../route';
import { senderOf } from './sender';
import type { MailInDelivery } from './types';

const attachmentsOf = ({ mail, keepAttachments }: MailInDelivery): NewAttachment[] =>
  keepAttachments
    ? mail.attachments.map(
        ({ fileName, contentType, size, digest, contentId, disposition, content, index }) => ({
          documentId: newDocumentId(),
          name: fileName ?? `attachment-${index + 1}`,
          contentType,
          size,
          digest,
          contentId,
          disposition,
          content,
        })
      )
    : [];

const kept = (text: string): string => withoutUnfollowLinks(cleanText(text));

/** Who speaks: the sender, or the admin user whom they proved to be. */
const authorOf = ({ mail }: MailInDelivery, action: AppendAction | null): Author => {
  const { address, name } = senderOf(mail);
  if (action?.speaksFor && action.via) {
    return { type: 'admin', id: action.speaksFor, name: action.via.name, email: address };
  }
  return { type: 'address', address, name };
};

/** The mail as a contribution to a thread. @param action null for the mail that begins one. */
export const messageOf = (
  delivery: MailInDelivery,
  action: AppendAction | null
): NewMessage & { documentId: string } => {
  const { mail, html, text, own, inboundId, isAutoReply } = delivery;
  return {
    documentId: newDocumentId(),
    direction: action?.isNote ? 'note' : 'incoming',
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo[0] ?? null,
    references: mail.references,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject,
    html: html === null ? null : kept(html),
    text: text === null ? null : kept(text),
    own: own && { html: own.html && kept(own.html), text: kept(own.text) },
    author: authorOf(delivery, action),
    proof: action?.proof ?? null,
    via: action?.via ?? null,
    inboundId,
    isAutomatic: isAutoReply,
    sentAt: mail.date ?? new Date(),
    attachments: attachmentsOf(delivery),
  };
};
