import { CUSTOMER, DOMAIN, SUPPORT } from './people.mjs';

export const SUBJECT = 'Urgent: the café printer jams';

/** The attachment of the customer's mail: bytes that any recoding would damage. */
export const ATTACHMENT = {
  filename: 'jam – photo.bin',
  content: Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 251)),
};

/** The customer's first mail, as nodemailer takes it. */
export const question = () => ({
  from: CUSTOMER,
  to: SUPPORT,
  subject: SUBJECT,
  text: 'Dear team,\n\nour printer eats the paper – see the photo.\n\nMary\n',
  attachments: [{ ...ATTACHMENT, contentType: 'application/octet-stream' }],
});

/** The customer's reply to an answer that the catcher caught. */
export const reply = ({ messageId, replyTo, text }) => ({
  from: CUSTOMER,
  to: replyTo,
  subject: `Re: ${SUBJECT}`,
  inReplyTo: messageId,
  references: messageId,
  text: `It prints again, thank you!\n\n${text
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\n')}\n`,
});

/** A mail for the raw HTTP door, from somebody else. */
export const rawMail = () =>
  [
    'From: Bob <bob@customer.example>',
    `To: ${SUPPORT}`,
    'Subject: A mail over HTTP',
    `Message-ID: <${Date.now().toString(36)}.${process.pid}@customer.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
    `Hello ${DOMAIN}!`,
    '',
  ].join('\r\n');

/** One header field of a raw mail, unfolded; null when it has none. */
export function header(raw, name) {
  const head = raw.split(/\r?\n\r?\n/, 1)[0].replace(/\r?\n[ \t]+/g, ' ');
  const line = head.split(/\r?\n/).find((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}
