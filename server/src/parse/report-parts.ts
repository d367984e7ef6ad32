import type { Leaf } from './leaves';

/** Which of the machine-readable parts of a report a leaf is (RFC 3464, 5965, 6522, 6533). */
export type ReportRole = 'deliveryStatus' | 'feedbackReport' | 'originalHeaders';

const ROLES: Readonly<Record<string, ReportRole>> = {
  'message/delivery-status': 'deliveryStatus',
  'message/global-delivery-status': 'deliveryStatus',
  'message/feedback-report': 'feedbackReport',
  'message/rfc822': 'originalHeaders',
  'message/global': 'originalHeaders',
  'message/global-headers': 'originalHeaders',
  'text/rfc822-headers': 'originalHeaders',
};

/** Null for every other leaf. */
export const reportRoleOf = (leaf: Pick<Leaf, 'contentType'>): ReportRole | null =>
  ROLES[leaf.contentType] ?? null;

/** The header block at the start of an embedded mail: up to its first empty line. */
export const headerBlockOf = (text: string): string => {
  const end = /\r?\n\r?\n/.exec(text);
  return end ? text.slice(0, end.index) : text;
};

/** The `report-type` parameter of a `multipart/report`, lower case, '' when it is missing; null for any other type. */
export const reportTypeOf = (contentType: string | null): string | null => {
  if (contentType === null || !/^\s{0,5}multipart\/report\b/i.test(contentType)) return null;
  return /;\s{0,20}report-type\s{0,5}=\s{0,5}"?([\w-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase() ?? '';
};
