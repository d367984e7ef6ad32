import { Readable } from 'node:stream';
import { GatewayError } from '../errors';
import type { Envelope } from '../mail';
import type { JournalStates } from './journal';
import { explain } from './route';
import type { Acceptance, Delivery, InboundProcessor, InboundState, InboundStore } from './types';

/** Where an inbound email stands. */
export interface InboundStatus {
  documentId: string;
  state: InboundState;
}

/** Mail that comes in by the site's own code or by HTTP. */
export interface Inbound {
  /**
   * Stores a mail and takes it to its final state.
   * @param raw the mail as it is (RFC 5322), of any length.
   * @param options.envelope recipients and sender, where the source knows them.
   * @throws when it could not be stored; never for what it contains.
   */
  receive(
    raw: Buffer | string | Readable,
    options?: { envelope?: Partial<Envelope>; source?: Partial<Delivery['source']> }
  ): Promise<InboundStatus>;
  /** Stores alone. @returns documentId of the journal row. */
  store(raw: Readable, envelope: Envelope, source: Delivery['source']): Promise<string>;
  /** Takes a stored mail to its final state. */
  process(documentId: string): Promise<InboundState>;
  /**
   * Decides and delivers once more, with the exact bytes, after the cause was mended. What was already done stays done.
   * @throws GatewayError `not_found`, `not_replayable`.
   */
  replay(documentId: string): Promise<InboundStatus>;
  /**
   * Lets a suggested mail join a thread: an editor vouches for it. The same request again does nothing.
   * @throws GatewayError `no_suggestion`.
   */
  accept(documentId: string, acceptance: Acceptance): Promise<InboundStatus>;
  /** Decides that a suggested mail does not belong to its thread. @throws GatewayError `no_suggestion`. */
  refuse(documentId: string, by: string): Promise<InboundStatus>;
}

const noSuggestion = (): GatewayError =>
  new GatewayError(
    'no_suggestion',
    'Somebody has decided about this mail already. Load the page again to see what became of it.',
    409
  );

const toReadable = (raw: Buffer | string | Readable): Readable =>
  raw instanceof Readable ? raw : Readable.from([Buffer.isBuffer(raw) ? raw : Buffer.from(raw, 'utf8')]);

/** @see Inbound */
export const createInbound = ({
  store,
  states,
  processor,
}: {
  store: InboundStore;
  states: JournalStates;
  processor: InboundProcessor;
}): Inbound => {
  const keep: Inbound['store'] = async (raw, envelope, source) => {
    const delivery = { source, sourceKey: null, envelope, receivedAt: new Date(), quiet: false };
    return (await store.store(raw, delivery)).documentId;
  };

  const isRepeated = async (documentId: string, { request, asNote }: Acceptance): Promise<boolean> => {
    const accepted = (await states.find(documentId))?.accepted;
    return request !== undefined && accepted?.request === request && accepted.asNote === asNote;
  };

  return {
    store: keep,
    process: (documentId) => processor.process(documentId),

    async receive(raw, { envelope = {}, source = {} } = {}) {
      const documentId = await keep(
        toReadable(raw),
        { recipients: [], sender: null, ...envelope },
        { type: 'service', name: 'service', incomingServerId: null, ...source }
      );
      return { documentId, state: await processor.process(documentId) };
    },

    async replay(documentId) {
      const row = await states.find(documentId);
      if (!row) throw new GatewayError('not_found', `There is no inbound email ${documentId}.`, 404);
      if (!row.rawStored) {
        const problem = 'This mail cannot be replayed: its bytes were never fetched, or are gone.';
        throw new GatewayError('not_replayable', problem, 409, { values: { why: 'gone' } });
      }
      if (!(await states.reopen(documentId))) {
        const isDone = row.state === 'delivered' || row.state === 'reported';
        const reason = isDone ? `it is already ${row.state}` : 'it is being worked on right now';
        const values = { why: isDone ? 'done' : 'busy' };
        throw new GatewayError('not_replayable', `This mail cannot be replayed: ${reason}.`, 409, { values });
      }
      return { documentId, state: await processor.process(documentId) };
    },

    async accept(documentId, acceptance) {
      const isNew = await states.acceptSuggestion(documentId, acceptance);
      if (!isNew && !(await isRepeated(documentId, acceptance))) throw noSuggestion();
      return { documentId, state: await processor.process(documentId) };
    },

    async refuse(documentId, by) {
      const outcome = {
        state: 'rejected' as const,
        reason: 'suggestion_refused',
        explanation: explain('suggestion_refused', { by }),
      };
      if (!(await states.refuseSuggestion(documentId, outcome))) throw noSuggestion();
      return { documentId, state: outcome.state };
    },
  };
};
