export { createAuthentication } from './authenticate';
export type { AuthenticationDependencies } from './authenticate';
export { MICROSOFT_365 } from './trusted-results';
export { NO_PROOF, proofBy, type LeadingField, type SenderProof } from './vouching';
export type {
  Authenticate,
  AuthenticateOptions,
  Authentication,
  AuthenticationEvidence,
  DmarcResult,
  DnsResolve,
  SignatureEvidence,
  SignedFields,
} from './types';
