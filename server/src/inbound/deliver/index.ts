export { createDelivery, type Delivery } from './deliver';
export { createEffects, type Effects } from './effects';
export { createEntries, type Entries } from './entry';
export { createOnceOnly, type OnceOnly, type StoredMails } from './once';
export type { ActionResult, MailInDelivery } from './types';
export type { Pace } from './pace';
