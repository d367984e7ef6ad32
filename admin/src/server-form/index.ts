export { Choice, Half, PasswordField, Whole } from './Field';
export { LastTest, LastTestLine } from './LastTest';
export { PresetChoice } from './PresetChoice';
export { PresetNotes } from './PresetNotes';
export { RemoveServer } from './RemoveServer';
export { ServerList } from './ServerList';
export { useField } from './use-field';
