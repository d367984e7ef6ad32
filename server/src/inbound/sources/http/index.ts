export { CONTENT_TYPE_STATE, createBodyGuard } from './body-guard';
export { BodyTooLargeError, EmptyBodyError, limitedBody } from './limited-body';
