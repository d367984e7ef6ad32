export { GeneralPage as default } from './GeneralPage';
