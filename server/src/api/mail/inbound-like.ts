import type { Core } from '@strapi/strapi';
import type { InboundEmailsLike, InboundState } from '../../../../contracts';
import { UID } from '../../constants';
import type { ActionResult } from '../../inbound';
import type { MailOfEntry, MailRights } from '../mail-rights';

/** What has to be known of a mail to tell whether another one is like it. */
interface EndedMail extends MailOfEntry {
  documentId: string;
  state: InboundState;
  reason: string | null;
  results: Pick<ActionResult, 'reason' | 'aliasId'>[] | null;
}

/** Mails that are named, and rows that are read for them: the alias stands within a JSON column, by which no database searches. */
const NAMED = 100;
const READ = 1000;

/** The alias at which the mail ended for its reason; null where it was none. */
export const endedAt = ({ reason, results }: Pick<EndedMail, 'reason' | 'results'>): string | null =>
  (results ?? []).find((result) => result.reason === reason && result.aliasId !== null)?.aliasId ?? null;

/** Mails that ended for the same reason at the same alias, whose originals are kept and which may be seen, among the newest of that reason. */
export const mailsLike = async (
  { strapi }: { strapi: Core.Strapi },
  { documentId, state, reason }: EndedMail,
  alias: string,
  rights: Pick<MailRights, 'keep'>
): Promise<Pick<InboundEmailsLike, 'documentIds' | 'hasMore'>> => {
  const rows: EndedMail[] = await strapi.db.query(UID.inboundEmail).findMany({
    where: { state, reason, rawStored: true, documentId: { $ne: documentId } },
    select: ['documentId', 'state', 'reason', 'results', 'contentType', 'entryDocumentId'],
    orderBy: { id: 'desc' },
    limit: READ,
  });
  const alike = (await rights.keep(rows.filter((row) => endedAt(row) === alias))).map(
    (row) => row.documentId
  );
  return { documentIds: alike.slice(0, NAMED), hasMore: alike.length > NAMED || rows.length === READ };
};
