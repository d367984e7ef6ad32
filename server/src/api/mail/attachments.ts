import type { Core } from '@strapi/strapi';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { Attachment } from '../../threads';
import { mayReadEntry } from '../../rights';
import { respondWithError, type HttpContext } from '../respond';

/** What a download needs beside what every controller gets: Koa's way of naming a file (RFC 6266). */
export interface DownloadContext extends HttpContext {
  attachment(fileName: string): void;
  set(headers: Record<string, string>): void;
}

/** A stranger chose name, type and bytes: the browser saves the file and does nothing else with it. */
const HARMLESS = {
  'Content-Type': 'application/octet-stream',
  'Content-Security-Policy': 'sandbox',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
};

/** `GET /mail-gateway/attachments/:documentId`: the bytes of a private attachment of a conversation. */
export const createAttachmentsController = ({ strapi }: { strapi: Core.Strapi }) => {
  const isReadable = async (context: HttpContext, { messageId }: Attachment): Promise<boolean> => {
    const { threads } = gatewayOf(strapi);
    const message: { threadId: string } | null = await strapi.db
      .query(UID.message)
      .findOne({ where: { documentId: messageId }, select: ['threadId'] });
    const thread = message && (await threads.find(message.threadId));
    return thread !== null && mayReadEntry({ strapi }, context.state.userAbility, thread);
  };

  return {
    async download(context: DownloadContext): Promise<void> {
      const { attachments } = gatewayOf(strapi).threads;
      const documentId = context.params.documentId ?? '';
      const found = await attachments.find(documentId);
      const bytes = found && (await isReadable(context, found)) ? await attachments.read(documentId) : null;
      if (!found || !bytes) {
        respondWithError(
          context,
          new GatewayError('not_found', `There is no attachment "${documentId}".`, 404)
        );
        return;
      }
      context.attachment(found.name);
      context.set({ ...HARMLESS, 'Content-Length': String(found.size) });
      context.body = bytes;
    },
  };
};
