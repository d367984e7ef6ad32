export { useSentences, withSentences, type Sentences } from './sentences';
export { prefixed, useText, type Text, type TextKey } from './text';
export { useFormats, type Formats } from './formats';
