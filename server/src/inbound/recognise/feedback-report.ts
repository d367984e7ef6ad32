import { headerValues, parseAddresses, scanHeaders } from '../../mail';
import { addressOfField } from './delivery-status';
import { fieldGroups, fieldValue } from './fields';
import type { Report, ReportedRecipient } from './types';

/** RFC 5965 7.3 and RFC 6430: kinds in which nobody complains. */
const NO_COMPLAINT = /^(?:auth-failure|not-spam)\b/i;

/** The recipient that a complaint is about, as far as the provider names one: many blank it out. */
export const complainant = (address: string | null): ReportedRecipient => ({
  address: null,
  original: address,
  action: 'complained',
  status: null,
  diagnostic: null,
});

/** A feedback report (ARF, RFC 5965). */
export const readFeedbackReport = (
  text: string,
  originalHeaders: string | null
): Pick<Report, 'kind' | 'recipients' | 'envelopeId'> => {
  const fields = fieldGroups(text).flat();
  const envelopeId = fieldValue(fields, 'original-envelope-id');
  if (NO_COMPLAINT.test(fieldValue(fields, 'feedback-type') ?? '')) {
    return { kind: 'other', recipients: [], envelopeId };
  }
  const named = fields
    .filter(({ name }) => name === 'original-rcpt-to' || name === 'removal-recipient')
    .map(({ value }) => addressOfField(value))
    .filter((address) => address !== null);
  const written = headerValues(scanHeaders(Buffer.from(originalHeaders ?? '')), 'to')
    .flatMap(parseAddresses)
    .map(({ address }) => address);
  const addresses = [...new Set(named.length > 0 ? named : written)];
  return {
    kind: 'complaint',
    recipients: addresses.length > 0 ? addresses.map(complainant) : [complainant(null)],
    envelopeId,
  };
};
