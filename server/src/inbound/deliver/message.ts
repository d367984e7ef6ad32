import { cleanText } from '../../mail';
import type { NewAttachment, NewMessage } from '../../threads';
import type { MailInDelivery } from './types';

const attachmentsOf = ({ mail, keepAttachments }: MailInDelivery): NewAttachment[] =>
  keepAttachments
    ? mail.attachments.map(
        ({ fileName, contentType, size, digest, contentId, disposition, content, index }) => ({
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

/** The mail as a contribution to a thread. */
export const messageOf = (delivery: MailInDelivery, proof: NewMessage['proof']): NewMessage => {
  const { mail, html, text, inboundId } = delivery;
  const [author] = mail.from;
  return {
    direction: 'incoming',
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo[0] ?? null,
    references: mail.references,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject,
    html: html === null ? null : cleanText(html),
    text: text === null ? null : cleanText(text),
    author: { type: 'address', address: author?.address ?? '', name: author?.name ?? '' },
    proof,
    inboundId,
    sentAt: mail.date ?? new Date(),
    attachments: attachmentsOf(delivery),
  };
};
