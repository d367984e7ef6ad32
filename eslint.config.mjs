import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { folderDoor } from './scripts/eslint/folder-door.mjs';

const TYPED = ['server/src/**/*.ts', 'contracts/**/*.ts', 'admin/src/**/*.{ts,tsx}'];
const TYPESCRIPT = [...TYPED, 'tests/**/*.ts', 'playground/**/*.ts', 'vitest.config.ts'];

/** Pure decisions: plain data in, decision out. They run the same live, in simulations and in tests. */
const PURE = [
  '{mail,html,reply,texts,tokens,content-types}/**',
  'parameters/registry',
  'inbound/{route,mapping,recognise}/**',
  'outbound/{choose-server,classify,compose,envelope-sender,headers,retry,rewrite-from,smtp-text,types}',
  'authentication/{authentication-results,trusted-results}',
];

const NETWORK = ['net', 'tls', 'dns', 'dns/promises', 'http', 'https', 'http2', 'dgram'];

const house = { rules: { 'folder-door': folderDoor } };

/** Where the strict sets of typescript-eslint ask for more than they give. */
const LENIENT = {
  // A group of an expression that matched, an index within bounds: known to the reader, not to the compiler.
  '@typescript-eslint/no-non-null-assertion': 'off',
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/build/**',
      'vendor/**',
      'coverage/**',
      'playground/types/generated/**',
      'playground/.strapi/**',
      '**/.tmp/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: globals.node },
  },
  { files: ['**/*.js', '**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strict],
    rules: {
      ...LENIENT,
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
    },
  },
  {
    files: [...TYPED, 'tests/**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          'server/tsconfig.json',
          'contracts/tsconfig.json',
          'admin/tsconfig.json',
          'tests/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: TYPED,
    extends: [tseslint.configs.strictTypeChecked],
    rules: {
      ...LENIENT,
      // Rows come as `any` from Strapi's and knex's query builders: they may be given a type, but not used without one.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Numbers and booleans read well in sentences.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `(x) => doIt(x)` where the result does not matter is the usual way to write it.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It does not see that a closure changes a variable while something is awaited.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Factories return closures: nothing here has a `this` that could be lost.
      '@typescript-eslint/unbound-method': 'off',
      // Handlers of Strapi and Koa are async by contract, whether or not they wait.
      '@typescript-eslint/require-await': 'off',
      // A knex builder is also a promise, and is returned wherever its methods are chained.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    files: [...TYPED, 'playground/src/**/*.ts'],
    plugins: { 'import-x': importX, house },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.json'] }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      // What is not declared is there by chance, and would be copied into dist/ unnoticed.
      'import-x/no-extraneous-dependencies': ['error', { packageDir: [import.meta.dirname] }],
      'house/folder-door': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: PURE.map((place) => `server/src/${place}.ts`.replace('**.ts', '**/*.ts')),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: NETWORK.flatMap((name) => [name, `node:${name}`]),
          patterns: [
            {
              group: [
                '@strapi/*',
                'imapflow',
                'nodemailer',
                'smtp-server',
                'undici',
                'knex',
                '**/storage',
                '**/network',
              ],
              message: 'Pure decisions know neither Strapi nor the network.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: reactHooks.configs.recommended.rules,
  }
);
