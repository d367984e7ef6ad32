import type { Core } from '@strapi/strapi';

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

/** Whether somebody may log in to the admin panel. */
export const mayLogIn = ({ isActive, blocked }: Pick<AdminRow, 'isActive' | 'blocked'>): boolean =>
  isActive === true && blocked !== true;

/**
 * What an admin user may do now, outside any request of theirs: before a mail to them leaves, or before a mail speaks for
 * them.
 * @param documentId of the user; whom an address belongs to, `addressOwner` says.
 * @returns null for somebody who is unknown, inactive or blocked.
 */
export const findAbleUser = async (
  { strapi }: { strapi: Core.Strapi },
  documentId: string
): Promise<AbleUser | null> => {
  const row: AdminRow | null = await strapi.db
    .query('admin::user')
    .findOne({ where: { documentId }, populate: ['roles'] });
  if (!row || !mayLogIn(row)) return null;
  // Strapi types its services as `Service`, without their members.
  const { engine } = strapi.service('admin::permission') as unknown as PermissionService;
  const ability = await engine.generateUserAbility(row);
  const { email, preferedLanguage: locale } = row;
  return { documentId, name: adminName(row), email, locale, ability };
};
