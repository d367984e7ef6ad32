import { fixed, median } from '../lib/statistics.mjs';

const TIMES = 7;

/** What a list may take from the request to the answer, in milliseconds. */
const GOAL_MS = 300;

const DAY_MS = 86_400_000;

/** Every list that the admin opens, by what stands on the screen. @param {string} threadId of a long conversation */
const listsOf = ({ threadId, documentId }) => {
  const received = '/mail-gateway/inbound-emails';
  const month = new Date(Date.now() - 365 * DAY_MS).toISOString();
  const next = new Date(Date.now() - 335 * DAY_MS).toISOString();
  return {
    'received mail': received,
    'received mail, failed': `${received}?state=failed`,
    'received mail, found no place': `${received}?state=unroutable`,
    'received mail, one reason': `${received}?state=unroutable&reason=no_recipient_of_ours`,
    'received mail, a month a year ago': `${received}?from=${month}&to=${next}`,
    'received mail, failed in that month': `${received}?state=failed&from=${month}&to=${next}`,
    'received mail, of a mailbox without any': `${received}?incomingServerId=none`,
    'received mail, a frequent word': `${received}?q=customer1`,
    'received mail, a word that stands nowhere': `${received}?q=zzzz`,
    'a received mail': `${received}/${documentId}`,
    'mails like it': `${received}/${documentId}/like`,
    outbox: '/mail-gateway/outbound-emails',
    aliases: '/mail-gateway/aliases?pageSize=100',
    conversation: `/mail-gateway/threads/${threadId}/messages?order=desc`,
    'home page, what came': `${received}/summary`,
    'home page, what left': '/mail-gateway/outbound-emails/summary',
  };
};

/**
 * How long each list takes to open on the full site.
 * @returns {Promise<{ list: string, median: number, slowest: number }[]>} milliseconds from the request to the answer
 */
export async function openLists({ site: { admin } }, { threadId }) {
  const { data } = await admin.get('/mail-gateway/inbound-emails?state=unroutable');
  const opened = [];
  for (const [list, path] of Object.entries(listsOf({ threadId, documentId: data[0].documentId }))) {
    const took = [];
    for (let time = 0; time < TIMES; time += 1) {
      const begun = performance.now();
      await admin.get(path);
      took.push(performance.now() - begun);
    }
    opened.push({ list, median: median(took), slowest: Math.max(...took) });
  }
  return opened;
}

/** @param {{ list: string, median: number, slowest: number }[]} opened */
export const listTable = (opened, database) => ({
  title: `how long lists of the full site take to open, ${database}; the goal is ${GOAL_MS} ms`,
  rows: opened.map(({ list, median: middle, slowest }) => ({
    list,
    median: `${fixed(middle, 1)} ms`,
    slowest: `${fixed(slowest, 1)} ms`,
    flag: middle > GOAL_MS ? 'SLOW' : '',
  })),
});
