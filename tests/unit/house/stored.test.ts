import { describe, expect, it } from 'vitest';
import { contentTypes } from '../../../server/src/content-types';

const schemas = Object.entries(contentTypes).map(([name, { schema }]) => ({ name, schema }));

describe('what the plugin stores', () => {
  it.each(schemas)('$name has no join table: own rows point to each other by indexed ids', ({ schema }) => {
    const types = Object.values(schema.attributes).map(({ type }) => String(type));

    expect(types.filter((type) => ['relation', 'media', 'component', 'dynamiczone'].includes(type))).toEqual(
      []
    );
  });

  it.each(schemas)('$name is hidden from the Content Manager and the Content-Type Builder', ({ schema }) => {
    expect(schema.pluginOptions).toMatchObject({
      'content-manager': { visible: false },
      'content-type-builder': { visible: false },
    });
  });

  it.each(schemas)(
    '$name has no password attribute, which Strapi would hash beyond recovery',
    ({ schema }) => {
      const types = Object.values(schema.attributes).map(({ type }) => String(type));

      expect(types).not.toContain('password');
    }
  );
});
