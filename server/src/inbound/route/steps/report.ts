import type { ReportAction } from '../decision';
import type { SentMail } from '../facts';
import { act, end, type Step } from '../routing-case';

/** Records something on a sent mail. */
export const recordOn = (
  { outboundId, recipient }: SentMail,
  reason: ReportAction['reason']
): ReportAction => ({
  type: 'report',
  target: `report:${outboundId}`,
  reason,
  outboundId,
  recipient,
});

/**
 * A report, recognised by its content, never makes an entry. Bounces and complaints are recorded on the mails that they
 * prove; a delay and a success change nothing, so that they need no proof.
 */
export const reportByContent: Step = ({ facts: { report }, note }) => {
  if (!report) {
    note('report', 'no_report');
    return null;
  }
  const { kind, matches } = report;
  note('report', matches.length > 0 ? 'report_matched' : 'report_unmatched', {
    kind,
    outbound: matches.map(({ outboundId }) => outboundId),
    recipients: matches.map(({ recipient }) => recipient),
  });
  const recipient = matches[0]?.recipient;
  if (kind === 'delayed') return end('reported_delayed', { recipient });
  if (kind === 'success') return end('success_dsn', { recipient });
  if (matches.length === 0) return end('not_ours');
  const reason = kind === 'bounce' ? 'reported_bounce' : 'reported_complaint';
  return act(matches.map((match) => recordOn(match, reason)));
};
