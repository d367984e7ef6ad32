import { TABLE } from '../constants';
import { GatewayError } from '../errors';
import { hashKey } from '../mail';
import type { Database, Row, Transaction } from '../storage';

/** What a client sends under one id, so that a second try after a lost answer does nothing twice. */
export interface Request {
  /** Digest of thread, user and the client's id. */
  key: string;
  /** Digest of what it asks for. */
  contentKey: string;
  threadId: string;
}

/** Which requests were done. They stand in the ledger of effects, which outlives them and holds digests and ids alone. */
export interface Requests {
  /**
   * documentId of the message that the request made before; null: none.
   * @throws GatewayError `request_reused` where it asked for something else.
   */
  find(request: Request): Promise<string | null>;
  /** Takes the request, as the first statement of the transaction that does it. @returns false where another did. */
  take(trx: Transaction, request: Request, messageId: string): Promise<boolean>;
}

/** @param content what it asks for. */
export const requestOf = (
  threadId: string,
  userId: string,
  id: string,
  content: readonly (string | null | undefined)[]
): Request => ({
  key: hashKey('request', threadId, userId, id.toLowerCase()),
  contentKey: hashKey(...content),
  threadId,
});

/** @see Requests */
export const createRequests = ({ database }: { database: Database }): Requests => ({
  async find({ key, contentKey }) {
    const row: Row | undefined = await database.read((trx) =>
      trx(TABLE.effects).where({ effect_key: key, ordinal: 0 }).first('inbound', 'content_key')
    );
    if (!row) return null;
    if (row.content_key === contentKey) return String(row.inbound);
    throw new GatewayError(
      'request_reused',
      'Another message was sent with this requestId. Load the conversation again to see it, and take a new requestId.',
      409
    );
  },

  take: (trx, { key, contentKey, threadId }, messageId) =>
    database.insertOnce(
      trx,
      TABLE.effects,
      {
        effect_key: key,
        ordinal: 0,
        content_key: contentKey,
        inbound: messageId,
        target: `request:${threadId}`,
        sender_key: null,
        created_at: database.nowExpression(),
      },
      ['effect_key', 'ordinal']
    ),
});
