import type { Core } from '@strapi/strapi';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
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
export const createAttachmentsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async download(context: DownloadContext): Promise<void> {
    const { attachments } = gatewayOf(strapi).threads;
    const documentId = context.params.documentId ?? '';
    const found = await attachments.find(documentId);
    const bytes = found && (await attachments.read(documentId));
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
});
