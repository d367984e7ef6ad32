import { domainToUnicode } from 'node:url';
import type { Core } from '@strapi/strapi';
import { addressKey, domainOf, localPartOf } from '../mail';
import { adminName, mayLogIn } from './admin-ability';

/** The admin user whom an address belongs to. */
export interface AddressOwner {
  documentId: string;
  name: string;
  /** As they log in. */
  email: string;
  /** Neither inactive nor blocked. */
  mayLogIn: boolean;
}

interface OwnerRow {
  documentId: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  email: string;
  isActive: boolean | null;
  blocked: boolean | null;
}

/** Addresses of one query; each is looked for in a few spellings. */
const AT_ONCE = 100;

/**
 * The keys of the mailbox that an address names: its own, and that without the sub-address (RFC 5233), because
 * `ann+x@` lies in Ann's mailbox. Quotes around a plain name and a dot behind the domain make no other mailbox.
 */
const mailboxKeys = (address: string): string[] => {
  const key = addressKey(address);
  const domain = domainOf(key).replace(/\.$/, '');
  const local = localPartOf(key).replace(/^"([^"\\\s]+)"$/, '$1');
  return [...new Set([local, local.replace(/(?<=.)\+.*$/, '')])].map((name) => `${name}@${domain}`);
};

/** Whether two addresses name one mailbox, however they are spelled. */
export const isSameMailbox = (one: string, other: string): boolean => {
  const keys = mailboxKeys(one);
  return mailboxKeys(other).some((key) => keys.includes(key));
};

/** As Strapi may hold it: forms store ASCII domains, a log-in by another service stores what that service says. */
const spellingsOf = (key: string): string[] => {
  const local = localPartOf(key);
  const domain = domainOf(key);
  return [...new Set([domain, domainToUnicode(domain)])].map((spelled) => `${local}@${spelled}`);
};

const ownerOf = (row: OwnerRow): AddressOwner => ({
  documentId: row.documentId,
  name: adminName(row),
  email: row.email,
  mayLogIn: mayLogIn(row),
});

/**
 * Whom of the admin users addresses belong to, whether or not they may log in now. The one place that says so: what an
 * admin user may be told depends on their rights, by whichever spelling of their address they are reached.
 * @returns by the addresses as they were given; those of nobody are missing.
 */
export const addressOwners = async (
  { strapi }: { strapi: Core.Strapi },
  addresses: readonly string[]
): Promise<Map<string, AddressOwner>> => {
  const asked = [...new Set(addresses)].filter((address) => address.includes('@'));
  const owners = new Map<string, AddressOwner>();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const keys = new Map(asked.slice(from, from + AT_ONCE).map((address) => [address, mailboxKeys(address)]));
    const spellings = new Set([...keys.values()].flat().flatMap(spellingsOf));
    const rows: OwnerRow[] = await strapi.db.query('admin::user').findMany({
      where: { $or: [...spellings].map((spelling) => ({ email: { $eqi: spelling } })) },
      select: ['documentId', 'firstname', 'lastname', 'username', 'email', 'isActive', 'blocked'],
      orderBy: { id: 'asc' },
    });
    const byKey = new Map(rows.map((row) => [addressKey(row.email), row]));
    for (const [address, [exact = '', plain = exact]] of keys) {
      const row = byKey.get(exact) ?? byKey.get(plain);
      if (row) owners.set(address, ownerOf(row));
    }
  }
  return owners;
};

/** The same for one address; null: nobody's. */
export const addressOwner = async (
  site: { strapi: Core.Strapi },
  address: string
): Promise<AddressOwner | null> => (await addressOwners(site, [address])).get(address) ?? null;
