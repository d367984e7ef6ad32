export { answerAddress } from './answer-address';
export { classifyAutomatic, type AutomaticClass, type Classification } from './automatic';
export { LOOP_HEADER, carriesLoopTag } from './loop-tag';
export { recogniseReport } from './report';
export { isNullSender } from './sender';
export type { Report, ReportAction, ReportedRecipient } from './types';
