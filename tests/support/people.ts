import { jsonCall, type Answer, type Site } from './site';

/** What a role allows. */
export interface Given {
  action: string;
  /** UID of the content type; none for what is no right on entries. */
  subject?: string;
  conditions?: string[];
}

/** A call of the plugin's admin API as one person. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** The action of the Content Manager that lets somebody read entries. */
export const READ = 'plugin::content-manager.explorer.read';

/** An admin user, with a session of their own. */
export interface Person {
  userId: number;
  documentId: string;
  email: string;
  /** Of their session. */
  token: string;
  call: Call;
}

/** Somebody with a role of their own, who may do these things and nothing else. */
export const personWith = async (
  site: Site,
  name: string,
  given: readonly Given[],
  email = `${name.toLowerCase()}@site.example`
): Promise<Person> => {
  const { body: role } = await site.admin('POST', '/admin/roles', {
    name: `Role of ${name}`,
    description: '',
  });
  const permissions = given.map((permission) => ({
    subject: null,
    properties: {},
    conditions: [],
    ...permission,
  }));
  const saved = await site.admin('PUT', `/admin/roles/${role.data.id}/permissions`, { permissions });
  if (saved.status !== 200) throw new Error(`${name}: ${saved.status} ${JSON.stringify(saved.body)}`);
  const person = { email, password: `Passw0rd-of-${name}` };
  const user = await site.strapi
    .service('admin::user')
    .create({ ...person, firstname: name, lastname: 'Editor', isActive: true, roles: [role.data.id] });
  const { body } = await jsonCall(site.url, 'POST', '/admin/login', person);
  return {
    userId: user.id,
    token: body.data.token,
    documentId: user.documentId,
    email,
    call: (method, path, content) =>
      jsonCall(site.url, method, `/mail-gateway${path}`, content, body.data.token),
  };
};

/** Permissions of the plugin. */
export const mailActions = (...actions: string[]): Given[] =>
  actions.map((action) => ({ action: `plugin::mail-gateway.${action}` }));
