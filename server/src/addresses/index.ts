export { createAddresses, type Addresses } from './addresses';
export { claimOfAlias } from './alias-claims';
export { aliasAddress, normaliseDomain, normaliseLocalPart } from './names';
export type { AliasDomains, Claim, ClaimKind, Holder } from './types';
