export {
  addressKey,
  displayAddress,
  domainOf,
  isSendable,
  localPartOf,
  normaliseAddress,
  parseAddresses,
} from './addresses';
export { hashKey } from './hash';
export { messageKey, parseMessageIds } from './message-ids';
export { STRING_COLUMN, cleanString, cleanText } from './text';
export type {
  Envelope,
  HeaderField,
  MailAddress,
  ParsedAttachment,
  ParsedMail,
  ParseWarning,
  PartContent,
  ReportParts,
} from './types';
