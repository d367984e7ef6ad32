/** Mail servers for demo and tests: they run in the calling process and listen on this machine only. */
export { startCatcher } from './catcher.mjs';
export { startExchange } from './exchange.mjs';
export { startMailbox } from './mailbox.mjs';
