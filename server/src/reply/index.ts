export { cutHtml, type HtmlCut } from './cut-html';
export { cutText } from './cut-text';
