import type { Core } from '@strapi/strapi';
import {
  createIncomingServer,
  fetchProgress,
  INCOMING_PORTS,
  INCOMING_SERVER_DEFAULTS,
  incomingServer,
  pageQuery,
  updateIncomingServer,
  type FetchProgress,
  type IncomingServer,
} from '../../../../contracts';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { testedSettings } from '../../inbound';
import { secretOwner } from '../../secrets';
import { confirmationAnswer, fetchAnswer } from '../connection-answers';
import { checkContentType } from '../content-types';
import { accountOf, checkMove, isSameAccount } from '../incoming-account';
import type { ApiGateway, GatewayOf } from '../needs';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith } from '../respond';
import { createOwnRows, isDuplicate, listAnswer } from '../rows';
import { blankToNull, guardSecret, saveSecret } from '../server-secret';

/** `maxMessageSize` is a big integer, which databases give as text. */
type Row = Omit<IncomingServer, 'hasSecret' | 'maxMessageSize' | 'failures' | 'testOutdated'> & {
  maxMessageSize: string | number | null;
  failures: number | null;
  testedSettings: string | null;
};

const ownerOf = (documentId: string): string => secretOwner('incoming-server', documentId);

/** What saving does besides: a mended mailbox is fetched at once. */
const RESUME = { failures: 0, nextAttemptAt: null, errorSince: null, errorCode: null, errorMessage: null };

/** Another password than the one that was tested. */
const FORGET_TEST = { testedSettings: null };

/** `/mail-gateway/incoming-servers` */
export const incomingServers =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => {
    const gateway = (): ApiGateway => gatewayOf(strapi);
    const servers = createOwnRows<Row>({
      strapi,
      uid: UID.incomingServer,
      label: 'incoming server',
      orderBy: [{ priority: 'asc' }, { id: 'asc' }],
    });

    const presentAll = async (rows: readonly Row[]) => {
      const readable = await gateway().secrets.readable(rows.map((row) => ownerOf(row.documentId)));
      return (row: Row) =>
        present(incomingServer, row, {
          hasSecret: readable.has(ownerOf(row.documentId)),
          maxMessageSize: row.maxMessageSize === null ? null : Number(row.maxMessageSize),
          failures: row.failures ?? 0,
          testOutdated: row.lastTestedAt !== null && row.testedSettings !== testedSettings(row),
        });
    };
    const answer = async (row: Row) => ({ data: (await presentAll([row]))(row) });

    const holderOf = async (accountKey: string): Promise<Pick<Row, 'documentId' | 'name'> | null> =>
      strapi.db.query(UID.incomingServer).findOne({ where: { accountKey }, select: ['documentId', 'name'] });

    const refuseSecond = async (accountKey: string): Promise<never> => {
      const holder = await holderOf(accountKey);
      throw new GatewayError(
        'account_taken',
        `The incoming server "${holder?.name ?? ''}" already reads this folder of this account. Two would fetch each mail twice.`,
        409,
        { documentId: holder?.documentId ?? null, values: { name: holder?.name ?? '' } }
      );
    };

    /** Refuses a second row for one account, also when two are saved at the same moment. */
    const save = async (
      accountKey: string,
      documentId: string | null,
      write: () => Promise<Row>
    ): Promise<Row> => {
      const holder = await holderOf(accountKey);
      if (holder && holder.documentId !== documentId) return refuseSecond(accountKey);
      try {
        return await gateway().database.transaction(write);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        return refuseSecond(accountKey);
      }
    };

    /** How far the runs that somebody asked for have come, by documentId of the server. */
    const running = new Map<string, FetchProgress>();

    return {
      list: respondWith(async ({ query }) => {
        const page = await servers.page(parse(pageQuery, query, 400));
        return listAnswer(page, await presentAll(page.rows));
      }),

      get: respondWith(async ({ params }) => answer(await servers.get(params.documentId ?? ''))),

      create: respondWith(
        async ({ request }) => {
          const { password, ...given } = parse(createIncomingServer, request.body);
          const settings = { ...INCOMING_SERVER_DEFAULTS, ...blankToNull(given) };
          const port = given.port ?? INCOMING_PORTS[settings.encryption];
          checkMove(settings);
          checkContentType(strapi, settings.fallbackContentType);
          const accountKey = accountOf(settings);
          const { secrets } = gateway();
          const row = await save(accountKey, null, async () => {
            const created = await servers.create({
              ...settings,
              port,
              accountKey,
              state: 'draft',
              ...RESUME,
            });
            await saveSecret({ secrets, owner: ownerOf(created.documentId) }, password);
            return created;
          });
          return answer(row);
        },
        { status: 201 }
      ),

      update: respondWith(async ({ params, request }) => {
        const { password, ...given } = parse(updateIncomingServer, request.body);
        const before = await servers.get(params.documentId ?? '');
        const changes = blankToNull(given);
        const after = { ...before, ...changes };
        checkMove(after);
        checkContentType(strapi, after.fallbackContentType);
        const secret = { secrets: gateway().secrets, owner: ownerOf(before.documentId) };
        await guardSecret(secret, { before, after, given: password });
        const accountKey = accountOf(after);
        // Another account, or another way to it, has to be tested before it is fetched.
        const state = isSameAccount(before, after) ? before.state : 'draft';
        const row = await save(accountKey, before.documentId, async () => {
          await saveSecret(secret, password);
          return servers.update(before.documentId, {
            ...changes,
            ...(password === undefined ? {} : FORGET_TEST),
            accountKey,
            state,
            ...RESUME,
          });
        });
        return answer(row);
      }),

      remove: respondWith(async ({ params }) => {
        const { documentId } = await servers.get(params.documentId ?? '');
        const { database, secrets } = gateway();
        await database.transaction(async () => {
          await servers.remove(documentId);
          await secrets.remove(ownerOf(documentId));
        });
        return { data: { documentId } };
      }),

      confirm: respondWith(async ({ params }) => {
        const { documentId } = await servers.get(params.documentId ?? '');
        const { incoming, site } = gateway();
        const report = await incoming.confirm(documentId);
        if (report.ok) await site.claim();
        return { data: confirmationAnswer(report) };
      }),

      fetch: respondWith(async ({ params }) => {
        const { documentId } = await servers.get(params.documentId ?? '');
        const onProgress = (counts: FetchProgress): void => {
          running.set(documentId, present(fetchProgress, { ...counts }));
        };
        try {
          return { data: fetchAnswer(await gateway().incoming.fetchServer(documentId, { onProgress })) };
        } finally {
          running.delete(documentId);
        }
      }),

      progress: respondWith(async ({ params }) => {
        const { documentId } = await servers.get(params.documentId ?? '');
        return { data: running.get(documentId) ?? null };
      }),
    };
  };
