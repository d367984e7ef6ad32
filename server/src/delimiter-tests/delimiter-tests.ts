import type { Core } from '@strapi/strapi';
import type { Delimiter, DelimiterTest } from '../../../contracts';
import { UID } from '../constants';
import { GatewayError } from '../errors';
import { addressIn, readSettings, type Outbound } from '../outbound';
import { domainOf, localPartOf } from '../mail';
import type { Parameters } from '../parameters';
import { newDocumentId, type Database } from '../storage';
import type { Tokens } from '../tokens';
import { PATIENCE_MS, standingOf } from './standing';

/** Tries whether mail to the catchall address with a key behind it comes back to this site. */
export interface DelimiterTests {
  /** Sends a mail to such an address. @throws GatewayError `no_domain`, `no_sender`, `name_too_long` */
  start(delimiter: Delimiter): Promise<DelimiterTest>;
  /** Where it stands. @throws GatewayError `not_found` */
  find(documentId: string): Promise<DelimiterTest>;
}

interface SentRow {
  recipient: string;
  state: string;
  explanation: string | null;
  createdAt: string;
}

interface ArrivedRow {
  receivedAt: string;
  sourceName: string | null;
  /** The decision, as the router wrote it. */
  route: { outcome?: { details?: { test?: string } } | null } | null;
}

/** Octets of a local part (RFC 5321 4.5.3.1.1). */
const LOCAL_PART_LIMIT = 64;

/** Mail servers' clocks, by which mailboxes date their mail, may be wrong. */
const CLOCK_SKEW_MS = 3_600_000;

/** Nobody tries more often. */
const LOOKED_AT = 100;

const TEXT = `This is a test of Mail Gateway: it shows whether mail to an address with a key comes in.

Nothing is to be done. If it lies in a mailbox, it may be deleted.`;

/** @see DelimiterTests */
export const createDelimiterTests = ({
  strapi,
  database,
  parameters,
  tokens,
  outbound,
}: {
  strapi: Core.Strapi;
  database: Database;
  parameters: Parameters;
  tokens: Pick<Tokens, 'probeKey' | 'readProbeKey'>;
  outbound: Pick<Outbound, 'enqueue'>;
}): DelimiterTests => {
  const addressFor = async (delimiter: Delimiter, documentId: string): Promise<string> => {
    const { domain } = await readSettings(parameters);
    const catchall = addressIn(await parameters.get('mail.catchall.alias'), domain);
    if (catchall === null) {
      throw new GatewayError('no_domain', 'There is no address for replies yet. Set the alias domain first.');
    }
    const local = `${localPartOf(catchall)}${delimiter}${await tokens.probeKey(documentId)}`;
    if (local.length > LOCAL_PART_LIMIT) {
      throw new GatewayError(
        'name_too_long',
        'The name for replies is too long to carry a key: an address has at most 64 characters in front of the @. Choose a shorter name.'
      );
    }
    return `${local}@${domainOf(catchall)}`;
  };

  const arrivalOf = async (documentId: string, sentAt: Date): Promise<ArrivedRow | null> => {
    const rows: ArrivedRow[] = await strapi.db.query(UID.inboundEmail).findMany({
      where: {
        // By state and time, because by these there is an index.
        state: 'ignored',
        receivedAt: { $gt: new Date(sentAt.getTime() - CLOCK_SKEW_MS) },
        reason: 'probe_arrived',
      },
      select: ['receivedAt', 'sourceName', 'route'],
      orderBy: { id: 'desc' },
      limit: LOOKED_AT,
    });
    return rows.find(({ route }) => route?.outcome?.details?.test === documentId) ?? null;
  };

  const find: DelimiterTests['find'] = async (documentId) => {
    const sent: SentRow | null = await strapi.db.query(UID.outboundEmail).findOne({
      where: { contentId: documentId },
      select: ['recipient', 'state', 'explanation', 'createdAt'],
    });
    // The mail of anything else is nobody's business here.
    if (!sent || (await tokens.readProbeKey(localPartOf(sent.recipient))) !== documentId) {
      throw new GatewayError('not_found', `There is no test ${documentId}.`, 404);
    }
    const sentAt = new Date(sent.createdAt);
    const arrived = await arrivalOf(documentId, sentAt);
    const age = (await database.time()) - sentAt.getTime();
    return {
      documentId,
      address: sent.recipient,
      sentAt: sentAt.toISOString(),
      state: standingOf({ sent: sent.state, hasArrived: arrived !== null, age }),
      sending: sent.state === 'accepted' ? 'accepted' : 'under_way',
      door: arrived?.sourceName ?? null,
      explanation: arrived ? null : sent.explanation,
    };
  };

  return {
    find,

    async start(delimiter) {
      const { defaultFrom } = await readSettings(parameters);
      const documentId = newDocumentId();
      const recipient = await addressFor(delimiter, documentId);
      if (defaultFrom === null) {
        throw new GatewayError(
          'no_sender',
          'There is no address to send from. Set the default sender first.'
        );
      }
      await outbound.enqueue({
        contentId: documentId,
        purpose: 'send',
        content: {
          from: { address: defaultFrom, name: '' },
          to: [{ address: recipient, name: '' }],
          subject: 'Test of addresses with a key',
          text: TEXT,
          // No machine shall answer it.
          headers: { 'Auto-Submitted': 'auto-generated' },
        },
        recipients: [recipient],
        expiresAt: new Date((await database.time()) + PATIENCE_MS),
      });
      return find(documentId);
    },
  };
};
