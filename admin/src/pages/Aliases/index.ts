export { AliasesApp as default } from './AliasesApp';
