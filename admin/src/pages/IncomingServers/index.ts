export { IncomingServersApp as default } from './IncomingServersApp';
