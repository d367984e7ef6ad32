import type { Core } from '@strapi/strapi';
import {
  SUMMARY_DAYS,
  SUMMARY_LIMIT,
  type Answer,
  type InboundSummary,
  type OutboundSummary,
} from '../../../../contracts';
import { UID } from '../../constants';
import { gatewayOf } from '../../gateway';
import { respondWith } from '../respond';

type MailTable = (typeof UID)['inboundEmail' | 'outboundEmail'];

const DAY_MS = 86_400_000;

/** Numbers for the home page, over all mail and so for those who may see all: each is served by an index and ends at `SUMMARY_LIMIT`. */
export const createSummariesController = ({ strapi }: { strapi: Core.Strapi }) => {
  const since = async (): Promise<Date> =>
    new Date((await gatewayOf(strapi).database.now()) - SUMMARY_DAYS * DAY_MS);

  /** @param column of the index that serves the condition: without an order a limit makes SQLite read by id instead. */
  const countOf = async (uid: MailTable, where: object, column: 'receivedAt' | 'id'): Promise<number> => {
    const orderBy = { [column]: 'desc' };
    return (await strapi.db.query(uid).findMany({ select: ['id'], where, orderBy, limit: SUMMARY_LIMIT }))
      .length;
  };

  /** The outbox has no index by time: the latest that were accepted are looked through. */
  const countAccepted = async (from: Date): Promise<number> => {
    const latest: { acceptedAt: string | Date | null }[] = await strapi.db.query(UID.outboundEmail).findMany({
      select: ['acceptedAt'],
      where: { state: 'accepted' },
      orderBy: { id: 'desc' },
      limit: SUMMARY_LIMIT,
    });
    return latest.filter(({ acceptedAt }) => acceptedAt !== null && new Date(acceptedAt) >= from).length;
  };

  return {
    inbound: respondWith(async (): Promise<Answer<InboundSummary>> => {
      const [received, unroutable, failed] = await Promise.all([
        countOf(UID.inboundEmail, { receivedAt: { $gte: await since() } }, 'receivedAt'),
        countOf(UID.inboundEmail, { state: 'unroutable' }, 'id'),
        countOf(UID.inboundEmail, { state: 'failed' }, 'id'),
      ]);
      return { data: { received, attention: Math.min(unroutable + failed, SUMMARY_LIMIT) } };
    }),

    outbound: respondWith(async (): Promise<Answer<OutboundSummary>> => {
      const [accepted, queued, uncertain] = await Promise.all([
        countAccepted(await since()),
        countOf(UID.outboundEmail, { state: 'queued' }, 'id'),
        countOf(UID.outboundEmail, { state: 'uncertain' }, 'id'),
      ]);
      return { data: { accepted, queued, uncertain } };
    }),
  };
};
