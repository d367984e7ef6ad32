import type { Core } from '@strapi/strapi';
import DataLoader from 'dataloader';
import { UID } from '../../constants';
import { addressKey, messageKey, type ParsedMail } from '../../mail';
import { OWN_MAIL_HEADER, type Tokens } from '../../tokens';
import type { Report, ReportAction } from '../recognise';
import { referencedIds, type OwnMail, type SentMail } from '../route';

interface OutboundRow {
  documentId: string;
  messageKey: string | null;
  recipient: string;
  threadMessageId: string | null;
  hops: number | null;
}

/** Of several recipients in one report only those count whom it is about. */
const KIND_OF: Record<ReportAction, Report['kind']> = {
  failed: 'bounce',
  delayed: 'delayed',
  delivered: 'success',
  relayed: 'success',
  expanded: 'success',
  complained: 'complaint',
};

/** As many recipients of one mail as are looked at. */
const RECIPIENTS = 200;

/** Finds what this site sent: the mail itself when it comes back, and the mail that another one speaks of. */
export interface SentMailFinder {
  /** Whether the mail is our own: Message-ID of an outbound row, or a header that this site signed. */
  own(mail: ParsedMail): Promise<OwnMail | null>;
  /** Sent mails that a report proves: their Message-ID and their recipient stand in it. */
  reported(report: Report): Promise<SentMail[]>;
  /** Sent mails that an answer of this sender refers to. */
  answered(mail: ParsedMail, sender: string | null): Promise<SentMail[]>;
}

/** @see SentMailFinder. Made for mails that are read together: their look-ups are one query. */
export const createSentMailFinder = ({
  strapi,
  tokens,
}: {
  strapi: Core.Strapi;
  tokens: Tokens;
}): SentMailFinder => {
  const rowsWhere = (where: Record<string, unknown>, limit: number): Promise<OutboundRow[]> =>
    strapi.db.query(UID.outboundEmail).findMany({
      where,
      select: ['documentId', 'messageKey', 'recipient', 'threadMessageId', 'hops'],
      limit,
    });

  const rowsOf = new DataLoader<string, OutboundRow[]>(async (keys) => {
    const rows = await rowsWhere({ messageKey: { $in: [...keys] } }, RECIPIENTS * keys.length);
    return keys.map((key) => rows.filter(({ messageKey: found }) => found === key));
  });

  const byMessageIds = async (messageIds: readonly string[]): Promise<OutboundRow[]> =>
    (await Promise.all(messageIds.map((messageId) => rowsOf.load(messageKey(messageId))))).flat();

  const byHeader = async (mail: ParsedMail): Promise<OutboundRow[]> => {
    const name = OWN_MAIL_HEADER.toLowerCase();
    const header = mail.headers.find((field) => field.name === name);
    const documentId = header ? await tokens.readOwnMailId(header.value) : null;
    return documentId === null ? [] : rowsWhere({ documentId }, 1);
  };

  const to = (rows: readonly OutboundRow[], recipients: readonly string[]): SentMail[] => {
    const keys = new Set(recipients.map(addressKey));
    return rows
      .filter((row) => keys.has(addressKey(row.recipient)))
      .map((row) => ({ outboundId: row.documentId, recipient: row.recipient }));
  };

  return {
    async own(mail) {
      const signed = await byHeader(mail);
      const [row] = signed.length > 0 ? signed : await byMessageIds(mail.messageId ? [mail.messageId] : []);
      if (!row) return null;
      const kind = row.threadMessageId === null ? 'send' : 'thread';
      return { kind, outboundId: row.documentId, hops: (row.hops ?? 0) + 1 };
    },

    async reported(report) {
      const recipients = report.recipients
        .filter(({ action }) => KIND_OF[action] === report.kind)
        .flatMap(({ address, original }) => (original ? [original] : [address]));
      return to(
        await byMessageIds(report.originalMessageIds),
        recipients.filter((address) => address !== null)
      );
    },

    async answered(mail, sender) {
      return sender === null ? [] : to(await byMessageIds(referencedIds(mail)), [sender]);
    },
  };
};
