/** Fields of a plain mail; what is left out is left out of the mail. */
export interface RawMailParts {
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  messageId?: string;
  date?: string;
  inReplyTo?: string;
  references?: string;
  /** Further header lines, above the others. */
  headers?: string[];
  body?: string;
}

let counter = 0;

/** A mail as a server would hand it over: CRLF line ends, ASCII headers as given. */
export const rawMail = (parts: RawMailParts = {}): Buffer => {
  counter += 1;
  const fields: [string, string | undefined][] = [
    ['From', parts.from ?? 'Mary Customer <mary@customer.example>'],
    ['To', parts.to ?? 'support@site.example'],
    ['Cc', parts.cc],
    ['Subject', parts.subject ?? `Question ${counter}`],
    ['Message-ID', parts.messageId ?? `<question-${counter}@customer.example>`],
    ['Date', parts.date ?? 'Mon, 02 Mar 2026 10:00:00 +0000'],
    ['In-Reply-To', parts.inReplyTo],
    ['References', parts.references],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
  ];
  const lines = [
    ...(parts.headers ?? []),
    ...fields
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name}: ${value}`),
    '',
    parts.body ?? `The printer does not print. This is question number ${counter}.`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
};
