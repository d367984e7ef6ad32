import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MOMENTS, type Moment } from '../../../server/src/moments';
import {
  ageBytes,
  arrivedAt,
  damageOf,
  JOURNAL,
  orphanedBytes,
  OUTBOX,
  rowsOf,
  TICKET,
  type Journaled,
  type SentMail,
} from '../../support/arrivals';
import type { SiteProcess } from '../../support/site-process';
import { askUntil, setStage, type Stage } from '../../support/stage';

/** A process that dies at the worst moments there are, and what the next one makes of it. */

let stage: Stage;
let running: SiteProcess;

/** A mail with an attachment of 3 MB: it is not held in memory, its bytes are stored in several commits. */
const largeMail = async (moment: Moment): Promise<SentMail> => {
  const fields = { messageId: `<${moment}@customer.example>`, subject: `At ${moment}`, text: 'See there.' };
  const attachment = {
    fileName: 'report.bin',
    contentType: 'application/octet-stream',
    bytes: randomBytes(3e6),
  };
  const raw = await new MailComposer({
    ...{ ...fields, from: 'mary@customer.example', to: 'support@site.example' },
    attachments: [{ filename: attachment.fileName, content: attachment.bytes }],
  })
    .compile()
    .build();
  return { ...fields, raw, attachments: [attachment] };
};

beforeAll(async () => {
  stage = await setStage();
});
afterEach(() => running?.stop());
afterAll(() => stage?.stop());

const crashAt = async (moment: Moment, action: string): Promise<void> => {
  running = await stage.start({ MAIL_GATEWAY_CRASH_AT: moment });
  await askUntil(running, action, async () => expect(running.isRunning()).toBe(false));
  expect(await running.ended).toBe('SIGKILL');
};

const journaled = ({ messageId }: SentMail): Promise<Journaled[]> =>
  rowsOf<Journaled>(stage.site, JOURNAL, { messageId });

const isSeen = async ({ messageId }: SentMail): Promise<boolean> => {
  const query = ['mailbox', 'INBOX', 'header', 'message-id', messageId];
  return (await stage.dovecot.doveadm('fetch', '-u', 'support', 'flags', ...query)).includes('\\Seen');
};

/** @param halfway what there is of the mail right after the crash. */
const onTheWayIn = (halfway: (mail: SentMail) => Promise<void>) => async (moment: Moment) => {
  const mail = await largeMail(moment);
  await stage.dovecot.deliver('support', [mail.raw]);
  await crashAt(moment, 'fetchmail');
  await halfway(mail);

  running = await stage.start();
  await askUntil(running, 'fetchmail', async () => {
    expect(await journaled(mail)).toMatchObject([{ state: 'delivered' }]);
    expect(await isSeen(mail)).toBe(true);
  });
  expect(await rowsOf(stage.site, TICKET, { title: mail.subject })).toHaveLength(1);
  const arrived = await arrivedAt(stage.site, { messageId: mail.messageId });
  expect(arrived).toHaveLength(1);
  expect(damageOf(mail, arrived[0])).toEqual([]);

  // An hour later nothing is left of what the dead process had written for nobody.
  await ageBytes(stage.site);
  await askUntil(running, 'housekeeping', async () => expect(await orphanedBytes(stage.site)).toEqual([]));
};

/** @param taken how often the server has the mail in the end. */
const onTheWayOut = (taken: number) => async (moment: Moment) => {
  const recipient = `${moment}@customer.example`;
  const documentId = await stage.enqueue(recipient);
  const states = async (): Promise<string[]> =>
    (await rowsOf<{ state: string }>(stage.site, OUTBOX, { documentId })).map(({ state }) => state);
  await crashAt(moment, 'email-queue');
  expect(await states()).toEqual(['sending']);

  running = await stage.start();
  await askUntil(running, 'email-queue', async () => expect(await states()).toEqual(['uncertain']));
  // The next mail passes it by.
  const next = `after-${recipient}`;
  await stage.enqueue(next);
  await askUntil(running, 'email-queue', async () => expect(stage.sink.receipts.get(next)?.answered).toBe(1));
  expect(await states()).toEqual(['uncertain']);
  expect(stage.sink.receipts.get(recipient)?.taken).toBe(taken);
};

const CASES: Record<Moment, (moment: Moment) => Promise<void>> = {
  'chunk.stored': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toEqual([]);
    expect(await orphanedBytes(stage.site)).toHaveLength(1);
  }),
  'journal.written': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toEqual([]);
    expect(await orphanedBytes(stage.site)).toHaveLength(1);
  }),
  'journal.committed': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toMatchObject([{ state: 'received' }]);
    expect(await isSeen(mail)).toBe(false);
  }),
  'effect.taken': onTheWayIn(async (mail) => {
    expect(await journaled(mail)).toMatchObject([{ state: 'received' }]);
    expect(await rowsOf(stage.site, TICKET, { title: mail.subject })).toEqual([]);
  }),
  'outbound.marked': onTheWayOut(0),
  'outbound.ended': onTheWayOut(1),
  'outbound.answered': onTheWayOut(1),
};

describe('a process that dies loses nothing and doubles nothing, and a new one goes on', () => {
  it.each(MOMENTS)('when it dies at %s', (moment) => CASES[moment](moment));
});
