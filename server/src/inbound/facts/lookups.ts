import type { Core } from '@strapi/strapi';
import DataLoader from 'dataloader';
import type { Addresses, Holder as AddressHolder } from '../../addresses';
import { UID } from '../../constants';
import { addressKey } from '../../mail';
import type { Parameters } from '../../parameters';
import { addressOwners, type AddressOwner } from '../../rights';
import type { Holder, Ledger, LoopQuestion } from '../ledger';
import { findAliases, type Alias } from './aliases';

/** What the journal's source says of a mail's treatment. */
export interface ServerRow {
  documentId: string;
  username: string;
  deliversTo: string | null;
  fallbackContentType: string | null;
  keepAttachments: boolean | null;
  confirmedAt: string | null;
}

/** Look-ups of mails that are read together: each kind is one query for all of them. */
export interface Lookups {
  /** Whom addresses belong to, by `addressKey`; those of nobody are missing. */
  addresses(addresses: readonly string[]): Promise<Map<string, AddressHolder>>;
  /** Active aliases; others are missing. */
  aliases(documentIds: readonly string[]): Promise<Alias[]>;
  server(documentId: string): Promise<ServerRow | null>;
  /** The admin user whom an address belongs to. */
  owner(address: string): Promise<AddressOwner | null>;
  /** How many effects within the loop window answer to each question. */
  recent(questions: readonly LoopQuestion[]): Promise<number[]>;
  /** Who has an effect; read anew each time. */
  holders(effectKey: string): Promise<Holder[]>;
}

export interface LookupOptions {
  strapi: Core.Strapi;
  addresses: Addresses;
  parameters: Parameters;
  ledger: Ledger;
}

/** @see Lookups. Made for each set of mails: what was read is kept only as long as they are. */
export const createLookups = ({ strapi, addresses, parameters, ledger }: LookupOptions): Lookups => {
  const addressHolders = new DataLoader<string, AddressHolder | null>(async (asked) => {
    const found = await addresses.find(asked);
    return asked.map((address) => found.get(addressKey(address)) ?? null);
  });

  const aliases = new DataLoader<string, Alias | null>(async (documentIds) => {
    const found = await findAliases({ strapi }, documentIds);
    return documentIds.map((documentId) => found.find((alias) => alias.documentId === documentId) ?? null);
  });

  const servers = new DataLoader<string, ServerRow | null>(async (documentIds) => {
    const found: ServerRow[] = await strapi.db
      .query(UID.incomingServer)
      .findMany({ where: { documentId: { $in: [...documentIds] } } });
    return documentIds.map((documentId) => found.find((row) => row.documentId === documentId) ?? null);
  });

  const owners = new DataLoader<string, AddressOwner | null>(async (asked) => {
    const found = await addressOwners({ strapi }, asked);
    return asked.map((address) => found.get(address) ?? null);
  });

  const recent = new DataLoader<LoopQuestion, number>(
    async (questions) => ledger.recent(questions, await parameters.get('mail.gateway.loop.minutes')),
    { cache: false }
  );

  const holders = new DataLoader<string, Holder[]>(
    async (effectKeys) => {
      const found = await ledger.holders(effectKeys);
      return effectKeys.map((key) => found.get(key) ?? []);
    },
    { cache: false }
  );

  return {
    async addresses(asked) {
      const found = await Promise.all(asked.map((address) => addressHolders.load(address)));
      return new Map(
        asked.flatMap((address, index) => {
          const holder = found[index];
          return holder ? [[addressKey(address), holder]] : [];
        })
      );
    },
    aliases: async (documentIds) =>
      (await Promise.all(documentIds.map((documentId) => aliases.load(documentId)))).flatMap(
        (alias) => alias ?? []
      ),
    server: (documentId) => servers.load(documentId),
    owner: (address) => owners.load(address),
    recent: (questions) => Promise.all(questions.map((question) => recent.load(question))),
    holders: (effectKey) => holders.load(effectKey),
  };
};
