import { jsonCall, type Answer, type Site } from './site';

/** Right to read entries of a content type in the Content Manager. */
export const READ_ENTRIES = 'plugin::content-manager.explorer.read';

export interface GivenPermission {
  action: string;
  subject?: string;
  conditions?: string[];
}

/** An admin user with a role of their own. */
export interface Colleague {
  documentId: string;
  /** `<name>@site.example` */
  email: string;
  /** A call of the plugin's admin API. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Gives the role these permissions and no others. */
  allow(permissions: readonly GivenPermission[]): Promise<void>;
}

/** The permission of the plugin that is called so. */
export const ofGateway = (action: string): GivenPermission => ({ action: `plugin::mail-gateway.${action}` });

/** Somebody with a role of their own, who has logged in. @param name in lower case */
export const addColleague = async (
  site: Site,
  name: string,
  permissions: readonly GivenPermission[]
): Promise<Colleague> => {
  const { body: role } = await site.admin('POST', '/admin/roles', { name, description: '' });
  const allow: Colleague['allow'] = async (given) => {
    const answer = await site.admin('PUT', `/admin/roles/${role.data.id}/permissions`, {
      permissions: given.map((permission) => ({
        subject: null,
        properties: {},
        conditions: [],
        ...permission,
      })),
    });
    if (answer.status !== 200)
      throw new Error(`The role ${name} was refused: ${JSON.stringify(answer.body)}`);
  };
  await allow(permissions);
  const person = { email: `${name}@site.example`, password: `Passw0rd-of-${name}` };
  const { documentId } = await site.strapi.service('admin::user').create({
    ...person,
    ...{ firstname: `${name.charAt(0).toUpperCase()}${name.slice(1)}`, lastname: 'Editor' },
    ...{ isActive: true, roles: [role.data.id] },
  });
  const { body } = await jsonCall(site.url, 'POST', '/admin/login', person);
  return {
    documentId,
    email: person.email,
    call: (method, path, content) =>
      jsonCall(site.url, method, `/mail-gateway${path}`, content, body.data.token),
    allow,
  };
};
