export { secretRequired, type Connection } from './connection';
export { isEnvironmentReference } from './environment';
export { createSecrets, secretOwner, type SecretKind, type Secrets } from './secrets';
