export { htmlToBlocks, textToBlocks, type BlockNode, type BlocksValue, type InlineNode } from './blocks';
export { HTML_LIMITS, isTooComplex } from './limits';
export { safeLink } from './links';
export { htmlToMarkdown, mailHtmlToMarkdown, textToMarkdown } from './markdown';
export { escapeUrl } from './markdown-escape';
export type { MarkdownOptions } from './markdown-inline';
export { escapeHtml, textToHtml } from './plain';
export { sanitiseMailHtml, type SanitisedHtml } from './sanitise';
export { htmlToText, mailHtmlToText } from './text';
