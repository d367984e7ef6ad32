import { jsonCall, type Answer, type Site } from './site';

/** A colleague of the super admin, with what their role allows. */
export interface Editor {
  documentId: string;
  email: string;
  /** A call of the plugin's admin API. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** What a role allows: an action, of the Content Manager with its subject. */
export interface Given {
  action: string;
  subject?: string;
  conditions?: string[];
}

export const READ_TICKETS: Given = {
  action: 'plugin::content-manager.explorer.read',
  subject: 'api::ticket.ticket',
};

const CONVERSATIONS = ['threads.read', 'threads.post'].map((action) => ({
  action: `plugin::mail-gateway.${action}`,
}));

/** Somebody whose role allows the conversations, and what else is given. */
export const addEditor = async (
  site: Site,
  name: string,
  given: readonly Given[],
  email = `${name.toLowerCase()}@site.example`
): Promise<Editor> => {
  const { body: role } = await site.admin('POST', '/admin/roles', {
    name: `Role of ${name}`,
    description: '',
  });
  const permissions = [...CONVERSATIONS, ...given].map((permission) => ({
    subject: null,
    properties: {},
    conditions: [],
    ...permission,
  }));
  const saved = await site.admin('PUT', `/admin/roles/${role.data.id}/permissions`, { permissions });
  if (saved.status !== 200) throw new Error(`The role of ${name}: ${JSON.stringify(saved.body)}`);
  const person = { email, password: `Passw0rd-of-${name}` };
  const { documentId } = await site.strapi
    .service('admin::user')
    .create({ ...person, firstname: name, lastname: 'Editor', isActive: true, roles: [role.data.id] });
  const { body } = await jsonCall(site.url, 'POST', '/admin/login', person);
  return {
    documentId,
    email: person.email,
    call: (method, path, content) =>
      jsonCall(site.url, method, `/mail-gateway${path}`, content, body.data.token),
  };
};
