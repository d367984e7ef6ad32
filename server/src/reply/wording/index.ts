export { ATTRIBUTION_LINES, closesAttribution, isAttribution, openingOf, type Context } from './attribution';
export { announcesInline, isFooter, isSignatureMark } from './footers';
export { headerKinds, isHeaderOf, type HeaderKind } from './header-block';
export { isForwardMark, isForwardSubject, isOriginalMark, isReplyAbove, isRule } from './marks';
