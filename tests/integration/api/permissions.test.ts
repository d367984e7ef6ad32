import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '../../support/site';

interface Route {
  method: string;
  path: string;
  config?: { auth?: unknown; policies?: unknown[] };
}

let site: Site;
let editor: string;

const EDITOR = { email: 'eddie@site.example', password: 'Passw0rd-of-Eddie' };

const adminRoutes = (): Route[] => {
  const { routes } = site.strapi.plugin('mail-gateway');
  return Array.isArray(routes) ? routes : (routes.admin?.routes ?? []);
};

const call = (method: string, path: string, token?: string) =>
  site.fetch(`/mail-gateway${path.replace(/:\w+/g, 'x')}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });

beforeAll(async () => {
  site = await startSite();
  await site.admin('GET', '/admin/users/me');
  const role = await site.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
  await site.strapi
    .service('admin::user')
    .create({ ...EDITOR, firstname: 'Eddie', lastname: 'Editor', isActive: true, roles: [role.id] });
  const answer = await site.fetch('/admin/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(EDITOR),
  });
  editor = answer.body.data.token;
});

afterAll(() => site.stop());

describe('the admin API', () => {
  it('has no route without a permission', () => {
    const routes = adminRoutes();
    expect(routes.length).toBeGreaterThan(25);
    for (const { method, path, config } of routes) {
      const label = `${method} ${path}`;
      expect(config?.auth, label).not.toBe(false);
      expect(config?.policies, label).toContain('admin::isAuthenticatedAdmin');
      const guard = config?.policies?.find(
        (policy): policy is { name: string; config: { actions: string[] } } =>
          typeof policy === 'object' &&
          policy !== null &&
          'name' in policy &&
          policy.name === 'admin::hasPermissions'
      );
      expect(guard?.config.actions.length, label).toBeGreaterThan(0);
      for (const action of guard?.config.actions ?? []) {
        const known = site.strapi.service('admin::permission').actionProvider.get(action);
        expect(known, `${label} asks for ${action}`).toBeDefined();
      }
    }
  });

  it('answers strangers with 401 and an editor with 403, whatever the route', async () => {
    for (const { method, path } of adminRoutes()) {
      expect((await call(method, path)).status, `${method} ${path} without a session`).toBe(401);
      expect((await call(method, path, editor)).status, `${method} ${path} as editor`).toBe(403);
    }
  });

  it('lets a role do what it was allowed, and no more', async () => {
    const role = await site.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
    await site.admin('PUT', `/admin/roles/${role.id}/permissions`, {
      permissions: [
        { action: 'plugin::mail-gateway.aliases.read', subject: null, properties: {}, conditions: [] },
      ],
    });
    expect((await call('GET', '/aliases', editor)).status).toBe(200);
    expect((await call('POST', '/aliases', editor)).status).toBe(403);
    expect((await call('GET', '/outgoing-servers', editor)).status).toBe(403);
  });
});
