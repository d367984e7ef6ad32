export { ReceivedMailPage } from './ReceivedMailPage';
