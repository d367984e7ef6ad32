export { findAnswerAddress } from './find-answer-address';
export { createProcessor, type ProcessorOptions } from './processor';
