import path from 'node:path';

export default () => ({
  connection: {
    client: 'sqlite',
    // From dist/config/, where Strapi compiles this file to.
    connection: { filename: path.resolve(__dirname, '../../data.db') },
    useNullAsDefault: true,
  },
});
