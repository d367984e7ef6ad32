import { GatewayError } from '../errors';
import { newDocumentId } from '../storage';
import type { Enqueue } from './enqueue';
import { sealedOwner, type SealedAttachments } from './sealed-attachments';
import { parseSendOptions, type SendOptions } from './send-options';
import type { OutboundSettings } from './settings';
import type { AttachmentReference } from './types';

export interface SendResult {
  /** documentIds of the outbound emails, one for each recipient. */
  documentIds: string[];
  /** `<…>` */
  messageId: string;
}

/** Sends mail that belongs to no thread: what `strapi.plugin('email')` and developers send. */
export interface MailService {
  /**
   * Puts the mail into the outbox and resolves once it is stored, not once it has left. Its content is encrypted, and
   * erased when it was accepted, has failed or has expired.
   * @throws GatewayError when the mail cannot be sent as it is, or secrets cannot be stored.
   */
  send(options: SendOptions): Promise<SendResult>;
}

/** @see MailService */
export const createMailService = ({
  enqueue,
  sealedAttachments,
  readSettings,
}: {
  enqueue: Enqueue['enqueue'];
  sealedAttachments: SealedAttachments;
  readSettings(): Promise<OutboundSettings>;
}): MailService => ({
  async send(options) {
    const { from: given, bcc, attachments: files, ...rest } = parseSendOptions(options);
    const { defaultFrom } = await readSettings();
    const from = given ?? (defaultFrom === null ? null : { address: defaultFrom, name: '' });
    if (!from) {
      throw new GatewayError(
        'from_missing',
        'The mail has no From, and the system parameters give none: set mail.default.from and mail.catchall.domain, or give `from`.'
      );
    }

    const contentId = newDocumentId();
    const attachments: AttachmentReference[] = [];
    try {
      // Bytes first, in short transactions; what a crash leaves behind is swept.
      for (const [index, { bytes, ...named }] of files.entries()) {
        const id = sealedOwner(contentId, index);
        await sealedAttachments.write(id, bytes);
        attachments.push({ store: 'sealed', id, size: bytes.length, ...named });
      }
      const { messageId, emails } = await enqueue({
        contentId,
        purpose: 'send',
        content: { ...rest, from, attachments },
        recipients: [...rest.to, ...rest.cc, ...bcc].map(({ address }) => address),
        expiresAt: options.expiresAt ?? null,
      });
      return { documentIds: emails.map(({ documentId }) => documentId), messageId };
    } catch (error) {
      if (files.length > 0) await sealedAttachments.remove([contentId]).catch(() => undefined);
      throw error;
    }
  },
});
