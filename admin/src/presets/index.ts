export { INCOMING_PRESETS } from './incoming';
export { OUTGOING_PRESETS } from './outgoing';
export type { Preset } from './types';
export { usePresetName } from './use-preset-name';
