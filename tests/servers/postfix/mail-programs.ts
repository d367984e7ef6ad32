import type { ReceivedMail } from '../../support/customer';

/** What a mail program writes when somebody answers, without the addresses. */
export interface WrittenReply {
  subject: string;
  text: string;
  html?: string;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
}

export type MailProgram = (original: ReceivedMail, answer: string) => WrittenReply;

const WHEN = 'Mon, Nov 2, 2026 at 10:15 AM';

const quoted = (text: string): string => text.trimEnd().replace(/^/gm, '> ');

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r?\n/g, '<br>\r\n');

const subjectOf = (prefix: string, { subject }: ReceivedMail): string =>
  `${prefix} ${subject.replace(/^(re|aw): */i, '')}`;

const threading = ({
  messageId,
  references,
}: ReceivedMail): Pick<WrittenReply, 'inReplyTo' | 'references'> => ({
  inReplyTo: messageId,
  references: [...references, messageId],
});

/** Gmail: the answer on top, `gmail_quote` below. */
export const gmail: MailProgram = (original, answer) => {
  const line = `On ${WHEN} ${original.fromName} <${original.from}> wrote:`;
  return {
    ...threading(original),
    subject: subjectOf('Re:', original),
    text: `${answer}\r\n\r\n${line}\r\n\r\n${quoted(original.text)}\r\n`,
    html: `<div dir="ltr">${escaped(answer)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(line)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${escaped(original.text)}</blockquote></div>`,
  };
};

/** Outlook: the answer on top, a block of headers below, and nothing in the quote marks it as one. */
export const outlook: MailProgram = (original, answer) => {
  const fields = [
    ['From', `${original.fromName} <${original.from}>`],
    ['Sent', 'Monday, November 2, 2026 10:15 AM'],
    ['To', original.to.join('; ')],
    ...(original.cc.length > 0 ? [['Cc', original.cc.join('; ')] as const] : []),
    ['Subject', original.subject],
  ] as const;
  const block = fields.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  const rows = fields.map(([name, value]) => `<b>${name}:</b> ${escaped(value)}`).join('<br>');
  return {
    ...threading(original),
    subject: subjectOf('RE:', original),
    text: `${answer}\r\n\r\n${block}\r\n\r\n${original.text}\r\n`,
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">${escaped(answer)}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${rows}<o:p></o:p></p></div></div><p class="MsoNormal">${escaped(original.text)}</p></div></body></html>`,
    headers: {
      'Thread-Topic': original.subject.replace(/^re: /i, ''),
      'Thread-Index': 'AQHZ8Jg3Yt2pCkO0nUuTzZ6w0xXkzrB1yQeA',
      'Accept-Language': 'en-GB, en-US',
    },
  };
};

/** Apple Mail, as people use it who answer below what they answer to. */
export const appleMail: MailProgram = (original, answer) => {
  const line = `On 2 Nov 2026, at 10:15, ${original.fromName} <${original.from}> wrote:`;
  return {
    ...threading(original),
    subject: subjectOf('Re:', original),
    text: `${line}\r\n\r\n${quoted(original.text)}\r\n\r\n${answer}\r\n`,
    html: `<html><body style="overflow-wrap: break-word;"><div><blockquote type="cite"><div>${escaped(line)}</div><br class="Apple-interchange-newline"><div>${escaped(original.text)}</div></blockquote></div><br><div>${escaped(answer)}</div></body></html>`,
    headers: { 'X-Mailer': 'Apple Mail (2.3826.600.51.1.1)' },
  };
};

/** A small program, on a telephone, that knows nothing of threads and quotes nothing. */
export const threadless: MailProgram = (original, answer) => ({
  subject: subjectOf('Re:', original),
  text: `${answer}\r\n`,
});

/** An answering machine (RFC 3834). */
export const vacationNote: MailProgram = (original, answer) => ({
  ...threading(original),
  subject: `Auto: ${original.subject}`,
  text: `${answer}\r\n`,
  headers: { 'Auto-Submitted': 'auto-replied' },
});
