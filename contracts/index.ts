/** Requests and answers of every door, as zod schemas and types, for server and admin. Imports nothing but zod. */
export * from './alias-help';
export * from './aliases';
export * from './answers';
export * from './connection-tests';
export * from './fields';
export * from './health';
export * from './inbound-emails';
export * from './incoming-servers';
export * from './listeners';
export * from './outbound-emails';
export * from './outgoing-servers';
export * from './raw-door';
export * from './scheduled-actions';
export * from './site';
export * from './summaries';
export * from './system-parameters';
export * from './thread-messages';
