const isNode = (value: unknown): value is { type?: unknown; text?: unknown; children?: unknown } =>
  typeof value === 'object' && value !== null;

const wordsOf = (node: unknown): string => {
  if (!isNode(node)) return '';
  if (typeof node.text === 'string') return node.text;
  return Array.isArray(node.children) ? node.children.map(wordsOf).join('') : '';
};

const linesOf = (node: unknown): string[] => {
  if (isNode(node) && node.type === 'list' && Array.isArray(node.children)) {
    return node.children.flatMap(linesOf).map((line) => `• ${line}`);
  }
  return [wordsOf(node)];
};

/** The words of Strapi's blocks, a line for each block and each item of a list. */
export const blockLines = (blocks: unknown): string[] =>
  Array.isArray(blocks) ? blocks.flatMap(linesOf) : [];
