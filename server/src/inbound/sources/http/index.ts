export { CONTENT_TYPE_STATE, createBodyGuard } from './body-guard';
export { discardRest } from './discard-rest';
export { createTryLater, LINGER_MS, NOT_STORED, RETRY_AFTER_SECONDS } from './try-later';
export { BodyTooLargeError, EmptyBodyError, limitedBody } from './limited-body';
