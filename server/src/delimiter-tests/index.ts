export { createDelimiterTests, type DelimiterTests } from './delimiter-tests';
export { standingOf } from './standing';
