import { createHash } from 'node:crypto';

/** Journal rows for each thread, and for each alias. */
const ROWS_PER_THREAD = 10;
const ROWS_PER_ALIAS = 100;

const YEAR = 365 * 24 * 3_600_000;

/** What has happened before: two years of mail, the last of it an hour ago. */
const SPAN = 2 * YEAR;
const PAUSE = 3_600_000;

/** Of mails that open no thread: four in five answer one, the others end otherwise. */
const ANSWERS = 0.8;

const ENDS = [
  ...Array.from({ length: 10 }, () => ['ignored', 'auto_reply']),
  ...Array.from({ length: 5 }, () => ['unroutable', 'no_route']),
  ...Array.from({ length: 2 }, () => ['rejected', 'catchall_no_proof']),
  ...Array.from({ length: 2 }, () => ['reported', 'reported_bounce']),
  ['failed', 'attempts_exhausted'],
];

const SENT = [
  ...Array.from({ length: 95 }, () => 'accepted'),
  ...['bounced', 'bounced', 'failed', 'failed', 'uncertain'],
];

/** A documentId in Strapi's form: the same one for the same thing. */
const documentId = (kind, number) =>
  `h${BigInt(`0x${createHash('sha256').update(`${kind} ${number}`).digest('hex')}`)
    .toString(36)
    .padStart(23, '0')
    .slice(-23)}`;

/** Numbers from 0 to 1 that look like chance, and are the same for the same number. */
function chance(number) {
  let mixed = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/**
 * The mail that a site has had before it is measured, one after the other: who wrote, to which thread, what came of it,
 * and whether it was answered.
 *
 * @param {number} rows of the journal
 * @param {number} now
 */
export function createHistory(rows, now) {
  const threads = Math.max(1, Math.floor(rows / ROWS_PER_THREAD));
  const aliases = Math.max(1, Math.floor(rows / ROWS_PER_ALIAS));
  const customers = Math.max(1, Math.floor(threads / 3));

  const customer = (number) => ({
    name: `Customer ${number}`,
    address: `customer${number}@customer.example`,
  });
  const alias = (number) => ({ id: documentId('alias', number), name: `team${number}` });

  const thread = (number) => ({
    id: documentId('thread', number),
    entryId: documentId('ticket', number),
    alias: alias(number % aliases),
    customer: customer(Math.floor(chance(number) * customers)),
    /** The Message-ID of the mail that opened it. */
    messageId: `<history.${number * ROWS_PER_THREAD}@customer.example>`,
  });

  const threadOf = (number) => {
    const latest = Math.min(threads - 1, Math.floor(number / ROWS_PER_THREAD));
    // Most answers come soon: the newer a thread, the more often it is written to.
    return Math.max(0, latest - Math.floor(chance(number + 1) ** 2 * 500));
  };

  const mail = (number) => {
    const at = new Date(now - PAUSE - Math.floor((rows - number) * (SPAN / rows)));
    const opens = number % ROWS_PER_THREAD === 0;
    const appends = !opens && chance(number + 2) < ANSWERS;
    const belongs = opens || appends;
    const of = belongs ? thread(opens ? number / ROWS_PER_THREAD : threadOf(number)) : null;
    const [state, reason] = belongs
      ? ['delivered', null]
      : ENDS[Math.floor(chance(number + 3) * ENDS.length)];
    const isGuest = appends && chance(number + 4) < 0.1;
    return {
      number,
      at,
      state,
      reason,
      id: documentId('inbound', number),
      messageId: `<history.${number}@customer.example>`,
      subject: `Request ${number}: the invoice of March`,
      from: of && !isGuest ? of.customer : customer(Math.floor(chance(number + 5) * customers)),
      thread: of,
      opens,
      /** Writes in this thread for the first time, and follows it from now on. */
      joins: opens || isGuest,
      answer:
        belongs && chance(number + 6) < 0.6
          ? { id: documentId('answer', number), state: SENT[Math.floor(chance(number + 7) * SENT.length)] }
          : null,
    };
  };

  return { threads, aliases, thread, alias, mail, documentId };
}
