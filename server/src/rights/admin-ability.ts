import { domainToUnicode } from 'node:url';
import type { Core } from '@strapi/strapi';
import { addressKey } from '../mail';

/** An admin user who may log in, and what they may do. */
export interface AbleUser {
  documentId: string;
  name: string;
  email: string;
  /** The locale of their admin panel; null where they never chose one. */
  locale: string | null;
  /** For `mayReadEntry`, and `can(action)`. */
  ability: { can(action: string): boolean };
}

interface AdminRow {
  id: number;
  documentId: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  /** As Strapi spells it. */
  preferedLanguage: string | null;
  email: string;
  isActive: boolean | null;
  blocked: boolean | null;
}

/** The part of Strapi's permission service that is used here. */
interface PermissionService {
  engine: { generateUserAbility(user: unknown): Promise<AbleUser['ability']> };
}

/** As an admin user is called: by name, else as they log in. */
export const adminName = ({
  firstname,
  lastname,
  username,
  email,
}: Pick<AdminRow, 'firstname' | 'lastname' | 'username' | 'email'>): string =>
  [firstname, lastname].filter(Boolean).join(' ') || username || email;

/**
 * What an admin user may do now, outside any request of theirs: before a mail to them leaves, or before a mail speaks for
 * them.
 * @param where one property that names the user; an email is compared in lower case, as Strapi stores it.
 * @returns null for somebody who is unknown, inactive or blocked.
 */
export const findAbleUser = async (
  { strapi }: { strapi: Core.Strapi },
  where: { documentId: string } | { email: string }
): Promise<AbleUser | null> => {
  const row: AdminRow | null = await strapi.db.query('admin::user').findOne({ where, populate: ['roles'] });
  if (!row || row.isActive !== true || row.blocked === true) return null;
  // Strapi types its services as `Service`, without their members.
  const { engine } = strapi.service('admin::permission') as unknown as PermissionService;
  const ability = await engine.generateUserAbility(row);
  const { documentId, email, preferedLanguage: locale } = row;
  return { documentId, name: adminName(row), email, locale, ability };
};

/** As Strapi may have stored an address: it lets a domain stand in Unicode. */
const spellingsOf = (address: string): string[] => {
  const key = addressKey(address);
  const at = key.lastIndexOf('@') + 1;
  return [key, `${key.slice(0, at)}${domainToUnicode(key.slice(at))}`];
};

/** Those of the addresses that are admin users', who need not be active; as `addressKey` gives them. */
export const adminAddresses = async (
  { strapi }: { strapi: Core.Strapi },
  addresses: readonly string[]
): Promise<Set<string>> => {
  if (addresses.length === 0) return new Set();
  const where = { email: { $in: [...new Set(addresses.flatMap(spellingsOf))] } };
  const rows: { email: string }[] = await strapi.db
    .query('admin::user')
    .findMany({ where, select: ['email'] });
  return new Set(rows.map(({ email }) => addressKey(email)));
};

/** Whether the address is an admin user's, who need not be active. */
export const isAdminAddress = async (site: { strapi: Core.Strapi }, address: string): Promise<boolean> =>
  (await adminAddresses(site, [address])).has(addressKey(address));
