import type { Core } from '@strapi/strapi';
import type { Addresses } from '../addresses';
import type { Authenticate } from '../authentication';
import { UID } from '../constants';
import { messageOf } from '../errors';
import { emitEvent } from '../events';
import type { Hooks } from '../hooks';
import type { Leases } from '../jobs';
import type { MimeWorker } from '../mime-worker';
import type { NetworkPolicy } from '../network';
import type { Parameters } from '../parameters';
import type { Secrets } from '../secrets';
import type { Site } from '../site';
import { createWriter, type ChunkStore, type Database } from '../storage';
import type { Threads } from '../threads';
import type { Tokens } from '../tokens';
import { createBackground } from './background';
import { createDelivery, createEffects, createEntries, createOnceOnly, type Pace } from './deliver';
import { createFactFinders } from './facts';
import { createInbound, type Inbound } from './inbound';
import { createJournal, createJournalStates, type Outcome } from './journal';
import { createLedger } from './ledger';
import { createMediaCopies, type MediaCopies } from './media';
import { createProcessor } from './process';
import { withReceiveHooks } from './receiving';
import { createRehearsal, type Rehearsal } from './rehearse';
import { createRecipients, type Recipients } from './recipients';
import { createImapSource, type ImapSource } from './sources/imap';
import { createListeners, type Listeners, type ListenersSettings } from './sources/smtp';
import type { InboundSteps } from './steps';
import { createStoredMails } from './stored-mails';
import { sweepWaiting } from './sweep';

export interface WayInOptions {
  strapi: Core.Strapi;
  database: Database;
  chunks: ChunkStore;
  leases: Leases;
  hooks: Hooks<InboundSteps>;
  secrets: Secrets;
  tokens: Tokens;
  parameters: Parameters;
  addresses: Addresses;
  site: Site;
  threads: Threads;
  network: NetworkPolicy;
  authenticate: Authenticate;
  mime: Pick<MimeWorker, 'isBeside' | 'read' | 'bodies'>;
  /** Bytes of the largest mail that is taken in. */
  maxMessageSize: number;
  listener: ListenersSettings;
  /** Milliseconds after which the work of a process that has died is anybody's. */
  takeOverMs: number;
}

/** The way in, from the doors to entries and threads. */
export interface WayIn {
  inbound: Inbound;
  incoming: ImapSource;
  listeners: Listeners;
  recipients: Recipients;
  media: MediaCopies;
  rehearsal: Rehearsal;
  /** Content types whose entries take so long to create that their mails share no transaction. */
  slowContentTypes: Pace['slow'];
  /** Takes up mails that wait. @returns how many were looked at. */
  sweep(signal: AbortSignal): Promise<number>;
  /** Closes the listeners, then waits for the mails that are under way, `limit` milliseconds at most. */
  stop(limit: number): Promise<void>;
}

/** Wires the parts of the way in. */
export const createWayIn = (options: WayInOptions): WayIn => {
  const { strapi, database, chunks, hooks, threads, authenticate, takeOverMs } = options;

  const announce = (documentId: string, { state, reason, contentType, entryDocumentId }: Outcome): void => {
    if (state === 'received') return;
    emitEvent(strapi, `inbound.${state}`, {
      documentId,
      state,
      reason,
      contentType: contentType ?? null,
      entry: entryDocumentId ?? null,
    });
  };

  const trustedAuthservId = async (incomingServerId: string | null): Promise<string | null> => {
    if (incomingServerId === null) return null;
    const server: { trustedAuthservId: string | null } | null = await strapi.db
      .query(UID.incomingServer)
      .findOne({ where: { documentId: incomingServerId }, select: ['trustedAuthservId'] });
    return server?.trustedAuthservId || null;
  };

  const writer = createWriter({ database });
  const states = createJournalStates({ strapi, database, takeOverMs, onState: announce });
  const store = withReceiveHooks(createJournal({ strapi, database, chunks, takeOverMs }), { hooks, states });
  const ledger = createLedger({ database });
  const stored = createStoredMails({ states, chunks, authenticate, trustedAuthservId });
  const media = createMediaCopies({ strapi, database, chunks });
  const entries = createEntries({ strapi });
  const effects = createEffects({
    once: createOnceOnly({ writer, ledger, stored }),
    entries,
    threads,
    media,
  });
  const finders = createFactFinders({
    ...options,
    parents: threads.parents,
    keys: threads.keys,
    proofOf: (inboundId, mail) => stored.proofOf(inboundId, mail),
    ledger,
  });
  const processor = createProcessor({
    ...options,
    states,
    finders,
    delivery: createDelivery({ hooks, effects }),
    attachments: threads.attachments,
  });

  const inbound = createInbound({ store, states, processor });
  const background = createBackground({
    process: (documentId) => processor.processAll([{ documentId }]),
    onError: (documentId, error) =>
      strapi.log.error(`[mail-gateway] Processing ${documentId} failed: ${messageOf(error)}`),
  });
  const recipients = createRecipients(options);
  const listeners = createListeners({ ...options, inbound, background, recipients });

  return {
    inbound,
    incoming: createImapSource({
      ...options,
      store,
      process: processor,
      limits: { maxMessageSize: options.maxMessageSize },
    }),
    listeners,
    recipients,
    media,
    rehearsal: createRehearsal({ ...options, states, finders, entries }),
    slowContentTypes: entries.pace.slow,
    sweep: (signal) => sweepWaiting({ states, processor, background }, signal),
    async stop(limit) {
      await listeners.stop();
      await background.stop(limit);
    },
  };
};
