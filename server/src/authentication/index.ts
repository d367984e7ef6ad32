export { createAuthentication } from './authenticate';
export type { AuthenticationDependencies } from './authenticate';
export { MICROSOFT_365 } from './trusted-results';
export type {
  Authenticate,
  AuthenticateOptions,
  Authentication,
  AuthenticationEvidence,
  DmarcResult,
  DnsResolve,
  SignatureEvidence,
} from './types';
