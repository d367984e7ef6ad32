export { contentKeyOf, type LeafKey } from './content-key';
export { readHead, readIdentity, type MailIdentity } from './head';
export { effectKey, sourceKeys, type EffectTarget } from './keys';
export { containsText, hasSameContent, normalisedText } from './likeness';
export { DEFAULT_LIMITS, type ParseLimits } from './limits';
export { discardParts, parseMail, type ParseOptions } from './parse-mail';
