export { createRehearsal, type Rehearsal } from './rehearse';
export { suggestAddress } from './suggest';
export { PREVIEW_LIMITS, presentValues } from './values';
