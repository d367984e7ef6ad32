import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import type { Destination, DestinationWay, FieldProblem } from '../../../../contracts';
import { aliasAddress, type Addresses, type Holder } from '../../addresses';
import { UID } from '../../constants';
import { GatewayError } from '../../errors';
import { addressKey, parseAddresses, type ParsedMail } from '../../mail';
import type { Parameters } from '../../parameters';
import type { Arrival, FactFinder, Gathered } from '../facts';
import { route, unwrapAddress } from '../route';
import type { createReading } from './reading';

/** A plain mail of somebody whom the site does not know. */
const STRANGERS_MAIL = [
  'From: somebody@stranger.invalid',
  'Message-ID: <rehearsal@stranger.invalid>',
  'Subject: Question',
  '',
  'Is this the right address?',
  '',
].join('\r\n');

interface Mailbox {
  documentId: string;
  name: string;
}

interface AliasRow {
  documentId: string;
  name: string;
  domain: string | null;
  contentType: string;
  active: boolean | null;
}

export interface DestinationOptions {
  strapi: Core.Strapi;
  addresses: Pick<Addresses, 'find'>;
  parameters: Pick<Parameters, 'aliasDomains'>;
  /** Makes a finder for each question. */
  finders(): FactFinder;
  reading: Pick<ReturnType<typeof createReading>, 'read'>;
}

/** Whether two ways end alike, whatever their doors. */
const isAlike = (a: DestinationWay, b: DestinationWay): boolean =>
  a.state === b.state &&
  a.reason === b.reason &&
  a.contentType === b.contentType &&
  a.alias?.documentId === b.alias?.documentId;

/** @throws GatewayError `invalid` */
const readAddress = (text: string): string => {
  const [first] = parseAddresses(text);
  if (first?.address.includes('@')) return unwrapAddress(first.address);
  const message = `"${text}" is no address: it has the form name@example.com.`;
  throw new GatewayError('invalid', message, 400, {
    issues: [{ path: 'address', message, code: 'address_form', values: {} } satisfies FieldProblem],
  });
};

/** Tells what mail to an address would become, by the decision that real mail meets. */
export const createDestinations = ({
  strapi,
  addresses,
  parameters,
  finders,
  reading,
}: DestinationOptions) => {
  const findAlias = ({ owner, kind }: Holder): Promise<AliasRow | null> | null =>
    kind === 'alias' ? strapi.db.query(UID.alias).findOne({ where: { documentId: owner } }) : null;

  const findMailboxes = (): Promise<Mailbox[]> =>
    strapi.db
      .query(UID.incomingServer)
      .findMany({ where: { active: true }, select: ['documentId', 'name'], orderBy: { name: 'asc' } });

  /** What the decision comes to, in short. */
  const wayOf = (mailbox: Mailbox | null, { facts, aliases }: Gathered, primary: string): DestinationWay => {
    const { actions, outcome } = route(facts);
    const made = actions.find((action) => action.type === 'create');
    const alias = made?.aliasId ? aliases.get(made.aliasId) : undefined;
    return {
      mailbox: mailbox && { documentId: mailbox.documentId, name: mailbox.name },
      state: outcome?.state ?? 'delivered',
      reason: outcome?.reason ?? actions[0]?.reason ?? 'no_route',
      contentType: made?.contentType ?? null,
      alias: alias ? { documentId: alias.documentId, address: aliasAddress(alias, primary) } : null,
    };
  };

  return async (text: string): Promise<Destination> => {
    const address = readAddress(text);
    const finder = finders();
    const { primary } = await parameters.aliasDomains({ fresh: false });
    const { mail: stranger } = await reading.read(Readable.from([Buffer.from(STRANGERS_MAIL)]));
    const mail: ParsedMail = { ...stranger, to: [{ address, name: '' }] };

    const tryDoor = async (mailbox: Mailbox | null): Promise<DestinationWay> => {
      const arrival: Arrival = {
        documentId: '',
        // A mailbox does not tell whom a mail was for.
        envelope: { recipients: mailbox ? [] : [address], sender: null },
        incomingServerId: mailbox?.documentId ?? null,
        receivedAt: new Date().toISOString(),
        accepted: null,
      };
      const gathered = await finder.gather(mail, arrival, []);
      if (!gathered) throw new Error('A mail that nothing is ahead of cannot have to wait.');
      return wayOf(mailbox, gathered, primary);
    };

    const usual = await tryDoor(null);
    const others = await Promise.all((await findMailboxes()).map(tryDoor));
    const holder = (await addresses.find([address])).get(addressKey(address)) ?? null;
    const alias = holder && (await findAlias(holder));
    return {
      address,
      holder: holder && {
        kind: holder.kind,
        alias: alias && {
          documentId: alias.documentId,
          address: aliasAddress(alias, primary),
          contentType: alias.contentType,
          active: alias.active === true,
        },
      },
      ways: [usual, ...others.filter((way) => !isAlike(way, usual))],
    };
  };
};
