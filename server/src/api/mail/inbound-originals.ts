import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import type { Answer, InboundContent } from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import { emlName } from '../../mail';
import { respondWith, respondWithError } from '../respond';
import type { DownloadContext } from './attachments';
import { contentOf } from './inbound-content';
import { findReadableInbound } from './inbound-emails';

/** A stranger wrote every byte: the browser saves it and does nothing else with it. */
const HARMLESS = {
  'Content-Type': 'message/rfc822',
  'Content-Security-Policy': 'sandbox',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
};

/** The bytes, once it is sure that there are any; null where there are none. */
const begun = async (bytes: Readable): Promise<Readable | null> => {
  const pieces = (bytes as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return null;
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  return Readable.from(all(), { objectMode: false });
};

/** The originals of received mails, as they are stored. Nothing here writes. */
export const createInboundOriginalsController = ({ strapi }: { strapi: Core.Strapi }) => {
  const download = async (context: DownloadContext): Promise<void> => {
    const row = await findReadableInbound({ strapi }, context);
    const bytes = row.rawStored === true ? await begun(gatewayOf(strapi).chunks.read(row.documentId)) : null;
    if (bytes === null) {
      throw new GatewayError('not_stored', 'The original of this mail is not stored.', 404);
    }
    context.attachment(emlName(typeof row.subject === 'string' ? row.subject : ''));
    context.set(HARMLESS);
    context.body = bytes;
  };

  return {
    /** `GET /mail-gateway/inbound-emails/:documentId/content`: what the mail says. */
    content: respondWith(async (context): Promise<Answer<InboundContent>> => {
      const row = await findReadableInbound({ strapi }, context);
      return { data: await contentOf({ strapi }, row) };
    }),

    /** `GET /mail-gateway/inbound-emails/:documentId/raw`: the mail as it came, byte for byte. */
    async raw(context: DownloadContext): Promise<void> {
      try {
        await download(context);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        respondWithError(context, error);
      }
    },
  };
};
