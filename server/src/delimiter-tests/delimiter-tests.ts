import type { Core } from '@strapi/strapi';
import { delimiter, type Delimiter, type DelimiterTest } from '../../../contracts';
import { PLUGIN_ID, UID } from '../constants';
import { GatewayError } from '../errors';
import { addressIn, readSettings, type Outbound } from '../outbound';
import { addressKey, domainOf, localPartOf } from '../mail';
import type { Parameters } from '../parameters';
import { newDocumentId, type Database } from '../storage';
import { readSentences } from '../stored-sentences';
import type { Tokens } from '../tokens';
import { PATIENCE_MS, standingOf } from './standing';

/** Tries whether mail to the catchall address with a key behind it comes back to this site. */
export interface DelimiterTests {
  /** Sends a mail to such an address. @throws GatewayError `no_domain`, `no_sender`, `name_too_long` */
  start(delimiter: Delimiter): Promise<DelimiterTest>;
  /** Where it stands. @throws GatewayError `not_found` */
  find(documentId: string): Promise<DelimiterTest>;
  /** The last test of each sign that was tried. */
  last(): Promise<DelimiterTest[]>;
}

interface SentRow {
  recipient: string;
  state: string;
  explanation: string | null;
  sentences: string | null;
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

/** Where Strapi's store keeps which test of each sign was the last one. */
const KEY = 'delimiter-tests';

const delimiters: readonly Delimiter[] = delimiter.options;

const TEXT = `This is a test of Mail Gateway: it shows whether mail to an address with a key comes in.

Nothing is to be done. If it lies in a mailbox, it may be deleted.`;

/** The sign and the address for replies that a test's recipient was made of. */
const triedBy = (recipient: string): { delimiter: Delimiter; catchall: string } | null => {
  const [, name = '', sign, domain = ''] = /^(.+)([+-])[a-z2-7]+@(.+)$/.exec(recipient) ?? [];
  const found = delimiters.find((known) => known === sign);
  return found === undefined ? null : { delimiter: found, catchall: `${name}@${domain}` };
};

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
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: KEY });

  /** Ids by the sign. */
  const kept = async (): Promise<Partial<Record<Delimiter, string>>> => {
    const stored = await store.get({});
    if (typeof stored !== 'object' || stored === null) return {};
    const known = new Map<string, unknown>(Object.entries(stored));
    return Object.fromEntries(
      delimiters.flatMap((sign) => {
        const documentId = known.get(sign);
        return typeof documentId === 'string' ? [[sign, documentId]] : [];
      })
    );
  };

  const repliesTo = async (): Promise<string | null> => {
    const { domain } = await readSettings(parameters);
    return addressIn(await parameters.get('mail.catchall.alias'), domain);
  };

  const addressFor = async (delimiter: Delimiter, documentId: string): Promise<string> => {
    const catchall = await repliesTo();
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
      select: ['recipient', 'state', 'explanation', 'sentences', 'createdAt'],
    });
    // The mail of anything else is nobody's business here.
    const tried = sent && triedBy(sent.recipient);
    if (!sent || !tried || (await tokens.readProbeKey(localPartOf(sent.recipient))) !== documentId) {
      throw new GatewayError('not_found', `There is no test ${documentId}.`, 404);
    }
    const sentAt = new Date(sent.createdAt);
    const arrived = await arrivalOf(documentId, sentAt);
    const age = (await database.time()) - sentAt.getTime();
    return {
      documentId,
      delimiter: tried.delimiter,
      address: sent.recipient,
      sentAt: sentAt.toISOString(),
      outdated: addressKey(tried.catchall) !== addressKey((await repliesTo()) ?? ''),
      state: standingOf({ sent: sent.state, hasArrived: arrived !== null, age }),
      sending: sent.state === 'accepted' ? 'accepted' : 'under_way',
      door: arrived?.sourceName ?? null,
      explanation: arrived ? null : sent.explanation,
      sentences: arrived ? [] : readSentences(sent.sentences, sent.explanation),
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
      await store.set({ value: { ...(await kept()), [delimiter]: documentId } });
      return find(documentId);
    },

    async last() {
      const ids = Object.values(await kept());
      const tests = await Promise.all(
        ids.map((documentId) =>
          find(documentId).catch((error: unknown) => {
            // Its mail has gone from the outbox, with all that was known of it.
            if (error instanceof GatewayError && error.status === 404) return null;
            throw error;
          })
        )
      );
      return tests.filter((test) => test !== null);
    },
  };
};
