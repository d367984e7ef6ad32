export { prefixed, useText, type Text, type TextKey } from './text';
export { useFormats, type Formats } from './formats';
