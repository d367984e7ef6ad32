export type { KeyStore } from './keys';
export {
  LONGEST_MAILBOX_NAME,
  PURPOSE,
  signToken,
  TOKEN_LENGTH,
  verifyToken,
  type Purpose,
  type SigningKey,
} from './token';
export { createTokens, OWN_MAIL_HEADER, type OwnMessageId, type Tokens } from './tokens';
