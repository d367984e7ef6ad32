import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * What Strapi itself does with our results: the Markdown renderer of the Content Manager (with HTML let through, the
 * worst that a site may do) and the validator of `blocks` attributes.
 */

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '../../..');

interface MarkdownIt {
  render(markdown: string): string;
}
type MarkdownItFactory = new (options: { html: boolean }) => MarkdownIt;

const fromContentManager = createRequire(
  path.join(root, 'node_modules/@strapi/content-manager/package.json')
);
const Renderer = fromContentManager('markdown-it') as MarkdownItFactory;
const renderer = new Renderer({ html: true });

export const renderMarkdown = (markdown: string): string => renderer.render(markdown);

/** Elements of rendered HTML, by name. */
export const elementsOf = (html: string): string[] =>
  Array.from(html.matchAll(/<([a-z][a-z0-9]*)/gi), ([, name = '']) => name.toLowerCase());

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a reader sees of rendered HTML: line breaks and the ends of paragraphs as `\n`. */
export const visibleText = (html: string): string =>
  html
    .replace(/\n/g, '')
    .replace(/<br\s*\/?>|<\/p>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?[a-z0-9]+);/g, (entity, name: string) => ENTITIES[name] ?? entity);

interface Schema {
  validate(value: unknown, options: { strict: boolean }): Promise<unknown>;
}
const validatorFile = path.join(
  root,
  'node_modules/@strapi/core/dist/services/entity-validator/blocks-validator.js'
);
const { blocksValidator } = require(validatorFile) as { blocksValidator: () => Schema };

/** Rejects with Strapi's own message when a blocks attribute would refuse the value. */
export const validateBlocks = (value: unknown): Promise<unknown> =>
  blocksValidator().validate(value, { strict: true });
