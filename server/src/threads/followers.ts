import type { Core } from '@strapi/strapi';
import { UID } from '../constants';
import { addressKey, cleanString } from '../mail';
import { addressOwner, addressOwners, isSameMailbox } from '../rights';
import { newDocumentId, type Database, type Row, type Transaction } from '../storage';
import { newcomerOf, type Newcomer } from './newcomer';
import { identityOf, isApart, renewalOf } from './renewal';
import { represent } from './standings';
import type { Follower, FollowerState } from './types';

/** Who follows which thread. Each address stands once in a thread, whatever became of it. */
export interface Followers {
  /** In every state, in the order in which they came. */
  list(threadId: string): Promise<Follower[]>;
  find(documentId: string): Promise<Follower | null>;
  /** The row of the address, else that of the admin user whom it belongs to. */
  findByAddress(threadId: string, address: string): Promise<Follower | null>;
  /**
   * Makes somebody follow; whoever follows already stays as they are, and who is blocked stays blocked. An address of an
   * admin user follows as that admin user (`newcomerOf`), but by itself where they follow already and had another address
   * then: their row says nothing of this one. An unfollowed row gets a new documentId, so that reply keys of before stay
   * invalid.
   * @returns null for somebody who is blocked, and for the address of an admin user who may not log in.
   */
  follow(threadId: string, newcomer: Newcomer): Promise<Follower | null>;
  /** Ends or forbids following, or lifts a block (`unfollowed`). @returns false where there is no such row. */
  setState(documentId: string, state: Exclude<FollowerState, 'active'>): Promise<boolean>;
  setChannel(documentId: string, channel: Follower['channel']): Promise<boolean>;
  /** Counts a new message as unread for every admin user who follows, but for its author. Within the caller's transaction. */
  noteMessage(trx: Transaction, threadId: string, at: Date, authorAdmin: string | null): Promise<void>;
}

/** A row as Strapi gives it. */
interface FollowerRow {
  documentId: string;
  threadId: string;
  email: string;
  address: string | null;
  name: string | null;
  adminUser: string | null;
  channel: Follower['channel'];
  state: FollowerState;
  unread: number | null;
  lastReadAt: string | null;
}

const followerOf = (row: FollowerRow): Follower => ({
  documentId: row.documentId,
  threadId: row.threadId,
  email: row.email,
  address: row.address ?? row.email,
  name: row.name ?? '',
  adminUser: row.adminUser,
  channel: row.channel,
  state: row.state,
  unread: row.unread ?? 0,
  lastReadAt: row.lastReadAt ? new Date(row.lastReadAt) : null,
});

/** A new row, for whoever inserts it with others. */
export const followerRow = (threadId: string, newcomer: Newcomer, now: Date): Row => {
  const { address, name, adminUser, channel } = identityOf(newcomer);
  return {
    document_id: newDocumentId(),
    thread_id: threadId,
    email: cleanString(addressKey(address)),
    address: cleanString(address),
    name: cleanString(name),
    admin_user: adminUser,
    channel,
    state: 'active',
    unread: 0,
    last_message_at: now,
    created_at: now,
    updated_at: now,
  };
};

/** Columns of the unique index. */
export const FOLLOWER_COLUMNS = ['thread_id', 'email'] as const;

/** @see Followers */
export const createFollowers = ({
  strapi,
  database,
}: {
  strapi: Core.Strapi;
  database: Database;
}): Followers => {
  const table = strapi.db.metadata.get(UID.follower).tableName;

  const findBy = async (where: Record<string, string>): Promise<Follower | null> => {
    const row: FollowerRow | null = await strapi.db.query(UID.follower).findOne({ where });
    return row ? followerOf(row) : null;
  };

  const update = async (where: Record<string, unknown>, data: Record<string, unknown>): Promise<boolean> =>
    (await strapi.db.query(UID.follower).updateMany({ where, data })).count > 0;

  const rowOf = (threadId: string, address: string): Promise<Follower | null> =>
    findBy({ threadId, email: cleanString(addressKey(address)) });

  const list: Followers['list'] = async (threadId) => {
    const rows: FollowerRow[] = await strapi.db
      .query(UID.follower)
      .findMany({ where: { threadId }, orderBy: { id: 'asc' } });
    return rows.map(followerOf);
  };

  /**
   * The row that says how an admin user follows. Where none was made for them, one of their addresses may be there: it
   * was not theirs when it came, or is written otherwise.
   */
  const rowOfUser = async (threadId: string, adminUser: string): Promise<Follower | null> => {
    const own = await findBy({ threadId, adminUser });
    if (own) return own;
    const rows = (await list(threadId)).filter((row) => row.adminUser === null);
    const owners = await addressOwners(
      { strapi },
      rows.map(({ address }) => address)
    );
    const found = represent(rows, (address) => owners.get(address)?.documentId);
    return found.find((row) => row.adminUser === adminUser)?.ruledBy ?? null;
  };

  /** Nobody is told by such a row: there is nobody whose rights could be asked. */
  const isOfDeletedUser = async ({ adminUser }: Follower): Promise<boolean> =>
    adminUser !== null &&
    (await strapi.db.query('admin::user').count({ where: { documentId: adminUser } })) === 0;

  /** An address by which an admin user comes, whose own row was made when they had another: it follows by itself. */
  const asThemselves = async (threadId: string, newcomer: Newcomer): Promise<Newcomer> => {
    const { adminUser, cameBy } = newcomer;
    if (adminUser === null || !cameBy) return newcomer;
    const own = await findBy({ threadId, adminUser });
    return own && !isSameMailbox(own.email, cameBy.address) ? { ...cameBy, adminUser: null } : newcomer;
  };

  /**
   * Inserts a new row. Its address may be that of a row which was made for an admin user who had it once: that row is found
   * by its admin user, and gives the address up.
   * @returns false where the address follows already.
   */
  const insert = async (trx: Transaction, row: Row): Promise<boolean> => {
    if (await database.insertOnce(trx, table, row, FOLLOWER_COLUMNS)) return true;
    const holder = await rowOf(String(row.thread_id), String(row.email));
    if (!holder?.adminUser || holder.adminUser === row.admin_user || (await isOfDeletedUser(holder)))
      return false;
    await update({ documentId: holder.documentId }, { email: holder.adminUser });
    return database.insertOnce(trx, table, row, FOLLOWER_COLUMNS);
  };

  /** The Inbox is ordered by it, whenever somebody began to follow. */
  const lastMessageAt = async (threadId: string): Promise<Date> => {
    const thread: { lastMessageAt: string | null } | null = await strapi.db
      .query(UID.thread)
      .findOne({ where: { documentId: threadId }, select: ['lastMessageAt'] });
    return new Date(thread?.lastMessageAt ?? (await database.now()));
  };

  return {
    find: (documentId) => findBy({ documentId }),
    list,

    async findByAddress(threadId, address) {
      const row = await rowOf(threadId, address);
      if (row?.adminUser === null) return row;
      const owner = await addressOwner({ strapi }, address);
      return owner && rowOfUser(threadId, owner.documentId);
    },

    follow: (threadId, wanted) =>
      database.transaction(async (trx) => {
        const asked =
          wanted.adminUser === null
            ? newcomerOf(wanted, await addressOwner({ strapi }, wanted.address))
            : wanted;
        if (!asked) return null;
        const newcomer = await asThemselves(threadId, asked);
        const { adminUser } = newcomer;
        const row: Row = {
          ...followerRow(threadId, newcomer, new Date(await database.now())),
          last_message_at: await lastMessageAt(threadId),
        };
        const documentId = String(row.document_id);
        const own = adminUser === null ? null : await rowOfUser(threadId, adminUser);
        const apart = isApart(own, newcomer);
        const inserted = apart ? { ...row, email: adminUser } : row;
        if ((!own || apart) && (await insert(trx, inserted))) return findBy({ documentId });
        const known = own && !apart ? own : await rowOf(threadId, String(inserted.email));
        const renewal =
          known && renewalOf(known, newcomer, adminUser === null && (await isOfDeletedUser(known)));
        if (!known || renewal === null) return null;
        if (renewal === 'unchanged') return known;
        const { address, name, ...identity } = renewal;
        // Somebody may block them at this moment: then they stay blocked.
        await update(
          { documentId: known.documentId, state: { $ne: 'blocked' } },
          {
            ...{ documentId, ...identity, address: cleanString(address), name: cleanString(name) },
            ...{ state: 'active', unread: 0, lastMessageAt: row.last_message_at },
          }
        );
        return findBy({ documentId });
      }),

    setState: (documentId, state) => update({ documentId }, { state, unread: 0 }),
    setChannel: (documentId, channel) => update({ documentId }, { channel }),

    async noteMessage(trx, threadId, at, authorAdmin) {
      const isReader = "state = 'active' AND admin_user <> ?";
      await trx(table)
        .where({ thread_id: threadId })
        .whereNotNull('admin_user')
        .update({
          last_message_at: at,
          unread: trx.raw(`CASE WHEN ${isReader} THEN unread + 1 ELSE unread END`, [authorAdmin ?? '']),
        });
    },
  };
};
