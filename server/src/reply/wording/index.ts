export {
  ATTRIBUTION_LINES,
  closesAttribution,
  isAttribution,
  isDated,
  isRunIn,
  mayIntroduce,
  openingOf,
  type Context,
} from './attribution';
export {
  announcesInline,
  isClosing,
  isGreeting,
  isShortAnswer,
  pointsAbove,
  showsOthers,
} from './announcements';
export { isFooter } from './footers';
export { headerEnd, isHeaderOf } from './header-block';
export { headerKinds } from './header-labels';
export {
  beginsNotice,
  detailsList,
  isNotice,
  isNoticeRule,
  namesItself,
  namesList,
  namesRecipient,
  saysSubscribed,
  speaksOfMail,
  speaksOfNotices,
} from './notices';
export { isDisclaimer, isPostscript, isSentence, isSignatureMark } from './signatures';
export { isForwardMark, isForwardSubject, isOriginalMark, isReplyAbove, isRule } from './marks';
