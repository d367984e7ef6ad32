export { useSentences, type Sentences } from './sentences';
export { prefixed, shellLabel, shellTexts, useShellText, type ShellKey } from './shell';
export { useText, type Text, type TextKey } from './text';
export { withTexts } from './files';
export { useFormats, type Formats } from './formats';
