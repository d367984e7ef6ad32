export {
  addressKey,
  displayAddress,
  domainOf,
  isSendable,
  localPartOf,
  normaliseAddress,
  parseAddresses,
  parseAddressList,
} from './addresses';
export { baseSubject } from './base-subject';
export { charsetOfWords, decodeText, decodeWords, type DecodedText } from './charsets';
export { parseMailDate } from './dates';
export { emlName } from './eml-name';
export { storableEnvelope } from './envelope';
export { hashKey } from './hash';
export { headerValue, headerValues, readableHeader, scanHeaders } from './headers';
export { messageKey, parseMessageIds } from './message-ids';
export { STRING_COLUMN, cleanString, cleanText, oneLine } from './text';
export type {
  Envelope,
  HeaderField,
  MailAddress,
  MailHead,
  ParsedAttachment,
  ParsedMail,
  ParseWarning,
  PartContent,
  ReportParts,
} from './types';
