import { describe, expect, it } from 'vitest';
import {
  actionId,
  configurationRoutes,
  createConfigurationControllers,
  type GatewayOf,
} from '../../../server/src/api';

const noGateway: GatewayOf = () => {
  throw new Error('Making the controllers must not need a database.');
};

describe('routes of the configuration', () => {
  it.each(configurationRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s demands a session and a permission',
    (_, { config }) => {
      expect(config.policies[0]).toBe('admin::isAuthenticatedAdmin');
      expect(config.policies[1]).toMatchObject({ name: 'admin::hasPermissions' });
      expect(config).not.toHaveProperty('auth');
    }
  );

  it('lead to handlers that exist', () => {
    const controllers: Record<string, (context: never) => object> = createConfigurationControllers(noGateway);
    for (const { handler } of configurationRoutes) {
      const [controller = '', method = ''] = handler.split('.');
      expect(controllers[controller]?.({ strapi: {} } as never), handler).toHaveProperty(method);
    }
  });

  it('are not shadowed by an earlier one', () => {
    const seen: RegExp[] = [];
    for (const { method, path } of configurationRoutes) {
      const route = `${method} ${path}`;
      expect(
        seen.filter((pattern) => pattern.test(route)),
        route
      ).toEqual([]);
      seen.push(new RegExp(`^${route.replace(/:[a-z]+/gi, '[^/]+')}$`));
    }
  });

  it('name permissions that Strapi accepts', () => {
    for (const { config } of configurationRoutes) {
      const [, policy] = config.policies;
      const [action = ''] = typeof policy === 'object' ? policy.config.actions : [];
      expect(action.replace('plugin::mail-gateway.', '')).toMatch(/^[a-z][a-z.-]+[a-z]$/);
    }
    expect(actionId('site.take-over')).toBe('plugin::mail-gateway.site.take-over');
  });
});
