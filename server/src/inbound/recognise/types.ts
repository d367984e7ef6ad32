/** What happened to one recipient: the actions of RFC 3464 2.3.3, or a complaint (RFC 5965). */
export type ReportAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'complained';

export interface ReportedRecipient {
  /** Final-Recipient: where the mail went in the end; null when the report does not say. */
  address: string | null;
  /** Original-Recipient (ORCPT): the address that we wrote to; null when the report does not say. */
  original: string | null;
  action: ReportAction;
  /** RFC 3463 code `5.1.1`, or `5.0.0` and `4.0.0` where only an SMTP code is known; null when there is none. */
  status: string | null;
  /** What the server said, on one line; null when the report does not say. */
  diagnostic: string | null;
}

/** A mail in which a machine tells what became of a mail that was sent. */
export interface Report {
  /** The gravest of its recipients. `other`: a report that says nothing about a delivery (authentication failure, not spam). */
  kind: 'bounce' | 'delayed' | 'success' | 'complaint' | 'other';
  /** Which form was recognised: `rfc3464`, `rfc5965` or the name of a free-form dialect. */
  dialect: string;
  recipients: readonly ReportedRecipient[];
  /** Ids of the mail that it is about, as far as it names them. */
  originalMessageIds: readonly string[];
  /** Original-Envelope-Id (ENVID of RFC 3461). */
  envelopeId: string | null;
}
