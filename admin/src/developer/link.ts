import type { Permission, RBACMiddleware } from '@strapi/strapi/admin';
import type { DeveloperModes } from './mode';

/** Nobody has it. */
const NOBODYS = '';

/** What makes a link of the settings' menu one of developer mode. */
export interface DeveloperLink {
  /** What the link asks for: the permission in developer mode, one that nobody has otherwise. */
  permission: Permission;
  /** Lets the permission know who asks. */
  middleware: RBACMiddleware;
}

/**
 * Strapi fixes the links of its settings at registration, and asks for their permissions again whenever the menu opens
 * or the address bar's query changes. Who is logged in is told by the middleware, which is called for the main menu
 * before there is any other. Should a later Strapi copy the permission, the link stays as it was when the page loaded.
 */
export const createDeveloperLink = (modes: DeveloperModes, permission: Permission): DeveloperLink => {
  let userId: string | null = null;
  return {
    permission: {
      ...permission,
      get action() {
        return userId !== null && modes.isOn(userId) ? permission.action : NOBODYS;
      },
    },
    middleware: ({ user }) => {
      userId = user?.id === undefined ? null : String(user.id);
      return (next) => next;
    },
  };
};
