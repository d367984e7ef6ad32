const TEXT = 'Good morning, the invoice of March is larger than we agreed on. Please look at it.\r\n'.repeat(
  12
);

/**
 * A short mail, the first of its conversation or an answer.
 *
 * @param {{ id: string, from: { name: string, address: string }, to: string, subject: string, answers?: string }} mail
 *   `id`: of the Message-ID; `answers`: the Message-ID of another mail
 */
export const shortMail = ({ id, from, to, subject, answers }) =>
  [
    `Message-ID: <${id}@customer.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `From: "${from.name}" <${from.address}>`,
    `To: ${to}`,
    `Subject: ${subject}`,
    ...(answers ? [`In-Reply-To: ${answers}`, `References: ${answers}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    TEXT,
  ].join('\r\n');
