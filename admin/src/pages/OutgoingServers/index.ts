export { OutgoingServersApp as default } from './OutgoingServersApp';
