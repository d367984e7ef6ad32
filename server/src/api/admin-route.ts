import { actionId, type Action } from './permissions';

/** A route of the admin API as Strapi takes it. */
export interface AdminRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/mail-gateway`. */
  path: string;
  /** `<controller>.<method>` */
  handler: string;
  config: { policies: (string | { name: string; config: { actions: string[] } })[] };
}

/**
 * The only way in which a route of the admin API is made: without a session it answers 401, without the permission 403.
 * Where several are named, all of them are needed. A route without policies would be open to every role, one with `auth: false` to everybody.
 */
export const adminRoute = (
  method: AdminRoute['method'],
  path: string,
  handler: string,
  ...actions: [Action, ...Action[]]
): AdminRoute => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions: actions.map(actionId) } },
    ],
  },
});
