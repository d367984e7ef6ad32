import type { HttpContext } from './respond';

/** The admin user behind a session, as far as it is used here. */
export interface AdminUser {
  documentId?: string;
  id?: number;
  email: string | null;
  /** First and last name; empty where there is neither. */
  name: string;
}

/** Who asks. The route's policy has seen to it that somebody does. */
export const adminUserOf = ({ state }: Pick<HttpContext, 'state'>): AdminUser => {
  // Strapi types the state of a request as unknown values.
  const user = state.user as {
    documentId?: string;
    id?: number;
    firstname?: string | null;
    lastname?: string | null;
    email?: string | null;
  };
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return { documentId: user.documentId, id: user.id, email: user.email ?? null, name };
};
