import { buffer } from 'node:stream/consumers';
import type { Core } from '@strapi/strapi';
import type { InboundContent } from '../../../../contracts';
import { gatewayOf } from '../../gateway';

/** A larger mail is downloaded rather than read on demand: while it is read, it is held in memory. */
const LIMIT = 20_000_000;

/**
 * What a received mail says, read from its stored original.
 * @param row of the journal.
 */
export const contentOf = async (
  { strapi }: { strapi: Core.Strapi },
  row: { documentId: string; rawStored?: unknown; size?: unknown }
): Promise<InboundContent> => {
  const { chunks, mime } = gatewayOf(strapi);
  const hidden = (reason: 'not_stored' | 'too_large'): InboundContent => ({
    shown: false,
    reason,
    limit: LIMIT,
  });
  if (row.rawStored !== true) return hidden('not_stored');
  if (Number(row.size) > LIMIT) return hidden('too_large');
  const raw = await buffer(chunks.read(row.documentId));
  return raw.length === 0 ? hidden('not_stored') : mime.show(raw);
};
