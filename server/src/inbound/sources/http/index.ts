export { CONTENT_TYPE_STATE, createBodyGuard } from './body-guard';
export { discardRest } from './discard-rest';
export { BodyTooLargeError, EmptyBodyError, limitedBody } from './limited-body';
