export { SystemParametersPage as default } from './SystemParametersPage';
