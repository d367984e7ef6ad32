import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { GatewayError } from '../errors';

/** What is left of a message without what its author quoted, as it is stored. */
export interface Cut {
  html: string | null;
  text: string;
  /** A person said that nothing should have been cut. */
  whole: boolean;
}

/** Corrects what was cut off messages. Both ways: nothing is lost by it. */
export interface Cuts {
  /**
   * Keeps a message whole, or cuts it again.
   * @throws GatewayError `not_found`, `nothing_cut`
   */
  keepWhole(threadId: string, messageId: string, whole: boolean): Promise<Cut>;
}

interface CutRow {
  text: string | null;
  cut: Cut | null;
}

/** @see Cuts */
export const createCuts = ({ strapi }: { strapi: Core.Strapi }): Cuts => ({
  async keepWhole(threadId, messageId, whole) {
    const where = { threadId, documentId: messageId };
    const messages = strapi.db.query(UID.message);
    const row: CutRow | null = await messages.findOne({ where, select: ['text', 'cut'] });
    if (!row) throw new GatewayError('not_found', `There is no message "${messageId}" here.`, 404);
    if (!row.cut) {
      throw new GatewayError('nothing_cut', 'Nothing was cut off this message: it is shown whole.', 409);
    }
    const cut = { ...row.cut, whole };
    await messages.updateMany({ where, data: { cut, reply: whole ? row.text : cut.text } });
    return cut;
  },
});
