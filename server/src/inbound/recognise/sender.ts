import { headerValue, headerValues, localPartOf, type Envelope, type ParsedMail } from '../../mail';

const ROBOT =
  /^(?:mailer-?daemon|mail-?daemon|post[-_.]?master|mdaemon|mail-?delivery(?:-?(?:sub)?system)?|majordomo-owner)$/i;
/** A From that is no address at all: `MAILER-DAEMON <>`, `mailer-daemon`. */
const BARE_ROBOT = /^["\s]{0,5}(?:mailer-?daemon|mail-?daemon|postmaster)\b/i;

/** MAIL FROM:<>: what the door saw, else what the last server noted in Return-Path (RFC 5321 4.4). */
export const isNullSender = (
  mail: Pick<ParsedMail, 'headers'>,
  envelope: Pick<Envelope, 'sender'> | null
): boolean => {
  if (envelope && envelope.sender !== null) return envelope.sender === '';
  const returnPath = headerValue(mail.headers, 'return-path');
  return returnPath !== null && /^(?:<\s{0,5}>)?$/.test(returnPath);
};

/** Whether the mail comes from where reports come from: null sender, mailer-daemon or postmaster. */
export const isReporter = (
  mail: Pick<ParsedMail, 'headers' | 'from' | 'sender'>,
  envelope: Pick<Envelope, 'sender'> | null
): boolean => {
  if (isNullSender(mail, envelope)) return true;
  const local = [...mail.from, ...mail.sender].map(({ address }) => localPartOf(address));
  if (local.some((name) => ROBOT.test(name))) return true;
  return mail.from.length === 0 && headerValues(mail.headers, 'from').some((from) => BARE_ROBOT.test(from));
};
