export { ReceivedPage } from './ReceivedPage';
