import { addressKey, parseMessageIds, type Envelope, type ParsedMail } from '../../mail';
import { readDeliveryStatus } from './delivery-status';
import { DIALECTS, type Dialect } from './dialects';
import { complainant, readFeedbackReport } from './feedback-report';
import { linesOf, recipientsOf, splitReport, type FreeForm } from './free-form';
import { isReporter } from './sender';
import type { Report, ReportedRecipient } from './types';

const FORWARD_SUBJECT = /^\s{0,5}(?:fwd?|wg|tr|rv|i|doorst|vb|enc|pd|vl)\s{0,3}:/i;
/** "Not yet": said in the subject or at the top of a report in prose. */
const DELAYED =
  /\(delay(?:ed)?\)|\bdelayed mail\b|\bhas been delayed\b|warning: (?:message|could not send|mail)|still being retried|\bwill be retried\b|warning (?:message )?only|(?:do not|don't) need to resend|not yet been delivered/i;
const TOP = 40;

const kindOf = (recipients: readonly ReportedRecipient[]): Report['kind'] => {
  if (recipients.some(({ action }) => action === 'failed')) return 'bounce';
  return recipients.some(({ action }) => action === 'delayed') ? 'delayed' : 'success';
};

/** Ids of the mail that was sent: the returned mail's own, what the report answers, and what its prose names. */
const originalIds = (mail: ParsedMail): string[] => {
  const named = [...linesOf(mail.report.originalHeaders ?? ''), ...linesOf(mail.text ?? '')].join('\n');
  const own = [
    ...named.matchAll(/^[ \t>]{0,10}(?:Original-)?Message-ID[ \t]{0,5}:\s{0,20}(<[^<>\s]{3,250}>)/gim),
  ];
  return [
    ...new Set([
      ...own.slice(0, 5).map((match) => match[1] ?? ''),
      ...mail.inReplyTo,
      ...parseMessageIds(mail.references.slice(-1).join(' ')),
    ]),
  ];
};

const speaks = (dialect: Dialect, mail: ParsedMail, said: readonly string[], reporter: boolean): boolean => {
  const { subject, opening } = dialect;
  const byAddress = mail.from.some(({ address }) => dialect.reporter?.test(addressKey(address)));
  if (!reporter && !byAddress) return false;
  if (subject && !subject.test(mail.subject)) return false;
  return opening === undefined || said.some((line) => opening.some((pattern) => pattern.test(line)));
};

/** Fields of a delivery status that a mailer put into the text, or outside a `multipart/report`. */
const hasStatusFields = (mail: ParsedMail, { said }: FreeForm): boolean =>
  mail.report.deliveryStatus !== null ||
  (said.some((line) => /^(?:Final|Original)-Recipient\s{0,3}:/i.test(line)) &&
    said.some((line) => /^Action\s{0,3}:/i.test(line)));

const freeFormReport = (mail: ParsedMail, reporter: boolean): Report | null => {
  if (FORWARD_SUBJECT.test(mail.subject)) return null;
  const form = splitReport(linesOf(mail.text ?? ''));
  if (form === null) return null;
  const dialect = DIALECTS.find((candidate) => speaks(candidate, mail, form.said, reporter));
  const fields = reporter && hasStatusFields(mail, form);
  if (!dialect && !fields) return null;
  const originalMessageIds = originalIds(mail);
  if (dialect?.kind === 'complaint') {
    const recipients = [complainant(null)];
    return { kind: 'complaint', dialect: dialect.name, recipients, originalMessageIds, envelopeId: null };
  }
  const delayed = [mail.subject, ...form.said.slice(0, TOP)].some((line) => DELAYED.test(line));
  const recipients = recipientsOf(mail, form, delayed ? 'delayed' : 'failed');
  const told = readDeliveryStatus(mail.report.deliveryStatus ?? form.said.join('\n'));
  const spoken = delayed ? 'delayed' : 'bounce';
  return {
    kind: told.recipients.length > 0 ? kindOf(told.recipients) : spoken,
    dialect: dialect?.name ?? 'status-fields',
    recipients,
    originalMessageIds,
    envelopeId: told.envelopeId,
  };
};

/**
 * Whether a mail is a report on a mail that was sent, decided by its content: a top-level `multipart/report` with a
 * delivery status (RFC 3464) or a feedback report (RFC 5965), else a known dialect from a null sender, a mailer-daemon
 * or a postmaster. A person who forwards a report sends no report; a read receipt (RFC 8098) is none either. Which mail
 * it is about is for the caller to prove: everything in a report can be forged.
 */
export const recogniseReport = (
  mail: ParsedMail,
  envelope: Pick<Envelope, 'sender'> | null
): Report | null => {
  const { reportType, deliveryStatus, feedbackReport, originalHeaders } = mail.report;
  if (reportType === 'disposition-notification') return null;
  if (reportType !== null && feedbackReport !== null) {
    return {
      ...readFeedbackReport(feedbackReport, originalHeaders),
      dialect: 'rfc5965',
      originalMessageIds: originalIds(mail),
    };
  }
  if (reportType !== null && deliveryStatus !== null) {
    const { recipients, envelopeId } = readDeliveryStatus(deliveryStatus);
    if (recipients.length > 0) {
      const kind = kindOf(recipients);
      return { kind, dialect: 'rfc3464', recipients, originalMessageIds: originalIds(mail), envelopeId };
    }
  }
  return freeFormReport(mail, reportType === 'delivery-status' || isReporter(mail, envelope));
};
