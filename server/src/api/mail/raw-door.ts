import type { IncomingMessage } from 'node:http';
import type { Core } from '@strapi/strapi';
import { rawDoorQuery, type Answer, type InboundOutcome, type RawDoorQuery } from '../../../../contracts';
import type { Configuration } from '../../config';
import { PLUGIN_ID } from '../../constants';
import { GatewayError, messageOf } from '../../errors';
import { gatewayOf } from '../../gateway';
import {
  BodyTooLargeError,
  discardRest,
  EmptyBodyError,
  LINGER_MS,
  limitedBody,
  NOT_STORED,
  RETRY_AFTER_SECONDS,
} from '../../inbound';
import { storableEnvelope, type Envelope } from '../../mail';
import { parse } from '../parse';
import { respondWith, respondWithError, type HttpContext } from '../respond';
import { findInbound, outcomeOf } from './inbound-emails';

/** What the door needs beside what every controller gets: the request itself, which nobody has read. */
export interface DoorContext extends HttpContext {
  req: IncomingMessage;
  get(header: string): string;
  set(header: string, value: string): void;
}

/** How long the door waits for the final state before it answers 202. */
const WAIT_MS = 10_000;

const envelopeOf = ({ recipient, sender, client_ip: clientIp, helo }: RawDoorQuery): Envelope =>
  storableEnvelope({ recipients: recipient, sender, clientIp, helo });

/** The API token that a request came with: a source of its own, whose mails only it may ask after. */
const sourceOf = (context: HttpContext): { type: 'http'; name: string; incomingServerId: null } => {
  const { auth } = context.state as { auth?: { credentials?: { name?: string; id?: number } } };
  const { name = 'HTTP', id } = auth?.credentials ?? {};
  return { type: 'http', name: id === undefined ? name : `${name} (${id})`, incomingServerId: null };
};

const within = async <T>(work: Promise<T>, milliseconds: number): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};

/** Why the mail was not stored; the caller keeps it. */
const refusalOf = (error: unknown): GatewayError => {
  if (error instanceof GatewayError) return error;
  if (error instanceof EmptyBodyError) return new GatewayError('empty', error.message, 422);
  if (error instanceof BodyTooLargeError) return new GatewayError('too_large', error.message, 413);
  return new GatewayError(NOT_STORED.code, NOT_STORED.message, 503);
};

/** `POST /api/mail-gateway/inbound/raw`: takes a mail as it is, and answers what became of it. */
export const createRawDoorController = ({ strapi }: { strapi: Core.Strapi }) => {
  const limit = (): number => strapi.config.get<Configuration>(`plugin::${PLUGIN_ID}`).inbound.maxMessageSize;

  /** One address of ours is enough: what the others are, the journal tells. @throws GatewayError `recipient_unknown` */
  const refuseUnknown = async ({ recipients, ignoredRecipients = [] }: Envelope): Promise<void> => {
    const named = [...recipients, ...ignoredRecipients];
    if (named.length === 0 || (await gatewayOf(strapi).recipients.anyOurs(recipients))) return;
    const message =
      named.length === 1
        ? `"${named[0]}" is no address of this site.`
        : `None of the ${named.length} recipients is an address of this site.`;
    throw new GatewayError('recipient_unknown', message, 404);
  };

  const store = async (context: DoorContext): Promise<string> => {
    if (context.get('content-encoding')) {
      throw new GatewayError('content_encoding', 'Send the mail without Content-Encoding.', 415);
    }
    const query = parse(rawDoorQuery, context.query, 400);
    const envelope = envelopeOf(query);
    if (query.refuse_unknown) await refuseUnknown(envelope);
    return gatewayOf(strapi).inbound.store(limitedBody(context.req, limit()), envelope, sourceOf(context));
  };

  /** What became of a mail that is stored. A journal that cannot be read now is no reason to send the mail again. */
  const outcome = async (documentId: string): Promise<InboundOutcome> => {
    try {
      return outcomeOf(await findInbound({ strapi }, documentId));
    } catch (error) {
      strapi.log.error(`[${PLUGIN_ID}] The state of ${documentId} could not be read: ${messageOf(error)}`);
      return { documentId, state: 'received', reason: null, explanation: null, actions: [] };
    }
  };

  return {
    async raw(context: DoorContext): Promise<void> {
      let documentId: string;
      try {
        documentId = await store(context);
      } catch (error) {
        const refusal = refusalOf(error);
        // A connection that is closed while the client still sends takes the answer with it.
        await discardRest(context.req, LINGER_MS);
        // Of what is still to come nothing may be taken for the next request.
        if (refusal.status === 413 || refusal.status === 503) context.set('Connection', 'close');
        if (refusal.status === 503) {
          context.set('Retry-After', String(RETRY_AFTER_SECONDS));
          strapi.log.error(`[${PLUGIN_ID}] A mail could not be stored: ${messageOf(error)}`);
        }
        respondWithError(context, refusal);
        return;
      }
      // After the commit nothing is an error of the caller's any more: the journal tells the rest.
      const work = gatewayOf(strapi)
        .inbound.process(documentId)
        .catch((error: unknown) => {
          strapi.log.error(`[${PLUGIN_ID}] Processing ${documentId} failed: ${messageOf(error)}`);
          return 'received' as const;
        });
      const state = await within(work, WAIT_MS);
      const answer: Answer<InboundOutcome> = { data: await outcome(documentId) };
      context.status = state === null || answer.data.state === 'received' ? 202 : 200;
      context.body = answer;
    },

    /** `GET /api/mail-gateway/inbound/:documentId`, for the token that handed the mail over. */
    status: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
      const row = await findInbound({ strapi }, context.params.documentId ?? '');
      if (row.sourceName === sourceOf(context).name) return { data: outcomeOf(row) };
      throw new GatewayError('not_found', `There is no inbound email "${row.documentId}".`, 404);
    }),
  };
};
