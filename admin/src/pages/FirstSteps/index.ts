export { FirstStepsApp as default } from './FirstStepsApp';
