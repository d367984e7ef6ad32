import { messageOf } from '../errors';
import { emitEvent } from '../events';
import type { Transition } from './claimed-row';
import { createContents } from './contents';
import { createDeliver } from './deliver';
import type { OutboundDependencies } from './dependencies';
import { createEnqueue, type Enqueue } from './enqueue';
import { createMailService, type MailService } from './mail-service';
import { createQueue, type Queue } from './queue';
import { createOutboxRows } from './rows';
import { createSealedAttachments } from './sealed-attachments';
import { createServerTest, type ServerTest } from './server-test';
import { createServers } from './servers';
import { readSettings } from './settings';
import { DEFAULT_TIMEOUTS, type TransportTimeouts } from './transport/connection';
import { createTransports } from './transport/transports';

/** The way out: outbox, servers and the queue between them. */
export interface Outbound extends Queue, Enqueue {
  mail: MailService;
  /** Tries a server without sending anything. */
  testServer: ServerTest;
  /** A server was saved or removed: its rest is over, its open connections are used no more. */
  serverChanged(documentId: string): Promise<void>;
}

/** @see Outbound */
export const createOutbound = (
  dependencies: OutboundDependencies & { timeouts?: Partial<TransportTimeouts> }
): Outbound => {
  const { strapi, database, chunks, tokens, parameters, secrets, network, takeOverMs, ca } = dependencies;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...dependencies.timeouts };

  const emit = (name: string, payload: object): void => emitEvent(strapi, name, payload);

  const settings = () => readSettings(parameters);
  const sealedAttachments = createSealedAttachments({ database, chunks, secrets });
  const contents = createContents({ strapi, database, secrets });
  const servers = createServers({ strapi, database });
  const transports = createTransports({ network, ca, secrets, timeouts });
  const rows = createOutboxRows({
    database,
    contents,
    takeOverMs,
    onErased: (contentIds) => {
      sealedAttachments.remove(contentIds).catch((error: unknown) => {
        // The hourly sweep finds what is left.
        strapi.log.warn(`[mail-gateway] Attachments of a sent mail remain for now: ${messageOf(error)}`);
      });
    },
  });

  const queue = createQueue({
    ...dependencies,
    rows,
    contents,
    servers,
    transports,
    sealedAttachments,
    deliver: createDeliver({ ...dependencies, rows, transports, sealedAttachments }),
    log: strapi.log,
    onTransition: ({ documentId, state, contentType, entryDocumentId }: Transition) =>
      emit(`outbound.${state}`, { documentId, state, contentType, entryDocumentId }),
    onServer: (event, documentId) => emit(`server.${event}`, { documentId }),
  });

  const enqueuing = createEnqueue({
    strapi,
    database,
    tokens,
    contents,
    readSettings: settings,
    kick: queue.kick,
  });

  return {
    ...queue,
    ...enqueuing,
    mail: createMailService({ ...enqueuing, sealedAttachments, readSettings: settings }),
    testServer: createServerTest({ servers, secrets, network, ca, timeouts, readSettings: settings }),

    async serverChanged(documentId) {
      transports.forget(documentId);
      await servers.resume(documentId);
      queue.kick();
    },
  };
};
