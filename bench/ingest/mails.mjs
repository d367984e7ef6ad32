import { loadSupport } from '../lib/support.mjs';

/** Replies become messages of a thread and no entries; the bare loop knows none. So nothing refers to another mail. */
const withoutReferences = (raw) => {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, end).toString('latin1');
  const kept = head.replace(/^(?:In-Reply-To|References):.*(?:\r\n[ \t].*)*\r\n/gim, '');
  return Buffer.concat([Buffer.from(kept, 'latin1'), raw.subarray(end)]);
};

/**
 * Mails of a support mailbox, each the first of its conversation: the same ones for the same seed.
 *
 * @param {{ count: number, seed: number, to: string, attachments: boolean }} options without `attachments`, only short
 *   texts and alternatives of 20 kB
 * @returns {Promise<{ raw: Buffer, subject: string, attachments: { bytes: Buffer }[] }[]>}
 */
export async function supportMails({ count, seed, to, attachments }) {
  const { generateMails } = await loadSupport();
  const mails = [];
  for (const mail of generateMails({ count: attachments ? count : count * 2, seed, to })) {
    if (mails.length === count) break;
    if (!attachments && mail.attachments.length > 0) continue;
    mails.push({ raw: withoutReferences(mail.raw), subject: mail.subject, attachments: mail.attachments });
  }
  return mails;
}
