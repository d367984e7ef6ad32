import type { Core } from '@strapi/strapi';
import {
  createOutgoingServer,
  OUTGOING_PORTS,
  OUTGOING_SERVER_DEFAULTS,
  outgoingServer,
  pageQuery,
  testOutgoingServer,
  testSavedOutgoingServer,
  updateOutgoingServer,
  type CreateOutgoingServer,
  type OutgoingServer,
} from '../../../../contracts';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { testedSettings } from '../../outbound';
import { secretOwner, secretRequired } from '../../secrets';
import { testAnswer } from '../connection-answers';
import type { ApiGateway, GatewayOf } from '../needs';
import { fieldSentence } from '../field-problem';
import { parse } from '../parse';
import { present } from '../present';
import { respondWith } from '../respond';
import { createOwnRows, listAnswer } from '../rows';
import { blankToNull, checkLogin, guardSecret, saveSecret } from '../server-secret';

type Row = Omit<OutgoingServer, 'hasSecret' | 'testOutdated'> & { testedSettings: string | null };

/** What people fill in. */
type Settings = Required<Omit<CreateOutgoingServer, 'password'>>;

const ownerOf = (documentId: string): string => secretOwner('outgoing-server', documentId);

/** What saving does besides: a mended server is tried again at once, and shown as untested until it was. */
const RESUME = { state: 'untested', pausedUntil: null, lastError: null, lastErrorCode: null, failures: 0 };

/** Another password than the one that was tested. */
const FORGET_TEST = { testedSettings: null };

const withDefaults = (given: Partial<Settings> & { name: string; host: string }): Settings => {
  const settings = { ...OUTGOING_SERVER_DEFAULTS, ...given };
  return { ...settings, port: given.port ?? OUTGOING_PORTS[settings.encryption] };
};

/** Refuses to delete the server that mailings are bound to. */
const checkUnused = async ({ parameters }: ApiGateway, documentId: string): Promise<void> => {
  if ((await parameters.get('mass_mailing.mail_server_id')) !== documentId) return;
  throw new GatewayError(
    'in_use',
    'Mailings leave through this server. Choose another one in the system parameter mass_mailing.mail_server_id first.',
    409
  );
};

/** `/mail-gateway/outgoing-servers` */
export const outgoingServers =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => {
    const gateway = (): ApiGateway => gatewayOf(strapi);
    const servers = createOwnRows<Row>({
      strapi,
      uid: UID.outgoingServer,
      label: 'outgoing server',
      orderBy: [{ priority: 'asc' }, { id: 'asc' }],
    });

    const presentAll = async (rows: readonly Row[]) => {
      const readable = await gateway().secrets.readable(rows.map((row) => ownerOf(row.documentId)));
      return (row: Row) =>
        present(outgoingServer, row, {
          hasSecret: readable.has(ownerOf(row.documentId)),
          testOutdated: row.lastTestedAt !== null && row.testedSettings !== testedSettings(row),
        });
    };
    const answer = async (row: Row) => ({ data: (await presentAll([row]))(row) });

    return {
      list: respondWith(async ({ query }) => {
        const page = await servers.page(parse(pageQuery, query, 400));
        return listAnswer(page, await presentAll(page.rows));
      }),

      get: respondWith(async ({ params }) => answer(await servers.get(params.documentId ?? ''))),

      create: respondWith(
        async ({ request }) => {
          const { password, ...given } = parse(createOutgoingServer, request.body);
          const settings = withDefaults(blankToNull(given));
          checkLogin(settings);
          const { database, secrets, site } = gateway();
          return answer(
            await database.transaction(async () => {
              const row = await servers.create({ ...settings, ...RESUME });
              await saveSecret({ secrets, owner: ownerOf(row.documentId) }, password);
              await site.claim();
              return row;
            })
          );
        },
        { status: 201 }
      ),

      update: respondWith(async ({ params, request }) => {
        const { password, ...given } = parse(updateOutgoingServer, request.body);
        const before = await servers.get(params.documentId ?? '');
        const changes = blankToNull(given);
        const after = { ...before, ...changes };
        checkLogin(after);
        const { database, outbound, secrets, site } = gateway();
        const secret = { secrets, owner: ownerOf(before.documentId) };
        await guardSecret(secret, { before, after, given: password });
        // Which envelope sender a server accepts was found out about the former connection.
        const forget = secretRequired(before, after).length > 0 ? { acceptedSender: null } : {};
        const row = await database.transaction(async () => {
          await saveSecret(secret, password);
          await site.claim();
          const test = password === undefined ? {} : FORGET_TEST;
          return servers.update(before.documentId, { ...changes, ...RESUME, ...forget, ...test });
        });
        await outbound.serverChanged(before.documentId);
        return answer(row);
      }),

      remove: respondWith(async ({ params }) => {
        const { documentId } = await servers.get(params.documentId ?? '');
        const { database, outbound, secrets } = gateway();
        await checkUnused(gateway(), documentId);
        await database.transaction(async () => {
          await servers.remove(documentId);
          await secrets.remove(ownerOf(documentId));
        });
        await outbound.serverChanged(documentId);
        return { data: { documentId } };
      }),

      test: respondWith(async ({ params, request }) => {
        const addresses = parse(testSavedOutgoingServer, request.body);
        const { documentId } = await servers.get(params.documentId ?? '');
        return { data: testAnswer(await gateway().outbound.testServer(documentId, addresses)) };
      }),

      testUnsaved: respondWith(async ({ request }) => {
        const { password, documentId, from, to, ...given } = parse(testOutgoingServer, request.body);
        const { outbound, secrets } = gateway();
        const before = documentId === undefined ? null : await servers.get(documentId);
        const host = given.host ?? before?.host;
        if (host === undefined) {
          const message = 'The host is missing.';
          throw new GatewayError('invalid', message, 422, {
            issues: [{ path: 'host', ...fieldSentence('missing', {}, message) }],
          });
        }
        const after = withDefaults({ name: host, ...before, ...blankToNull(given), host });
        checkLogin(after);
        if (before) {
          const secret = { secrets, owner: ownerOf(before.documentId) };
          await guardSecret(secret, { before, after, given: password });
        }
        const server = {
          ...after,
          fromFilter: after.fromFilter ?? '',
          password: password ?? null,
          // The stored password is used only where the request says nothing about one.
          documentId: password === undefined ? (documentId ?? null) : null,
        };
        return { data: testAnswer(await outbound.testServer(server, { from, to })) };
      }),
    };
  };
