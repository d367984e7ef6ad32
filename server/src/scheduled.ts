import { RUN_RESULTS, type RunResult } from '../../contracts';
import type { FetchReport } from './inbound';
import type { ScheduledActionDefinition } from './jobs';
import { writerOf } from './sentence';

interface Work {
  fetchAll(signal: AbortSignal): Promise<FetchReport[]>;
  sendDue(signal: AbortSignal): Promise<void>;
  tidyUp(signal: AbortSignal): Promise<void>;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const say = writerOf(RUN_RESULTS);

const fetched = (reports: readonly FetchReport[]): RunResult[] => {
  if (reports.length === 0) return [say('no_mailbox_due', {}, 'No mailbox was due.')];
  const mails = reports.reduce((sum, report) => sum + report.stored, 0);
  const mailboxes = reports.length;
  const done = `${counted(mails, 'new mail', 'new mails')} from ${counted(mailboxes, 'mailbox', 'mailboxes')}.`;
  const trouble = reports
    .filter((report) => report.outcome === 'failed')
    .map(({ name: mailbox, failure }) => {
      const problem = failure?.message ?? 'failed';
      const values = { mailbox, failure: failure?.code ?? '', problem };
      return say('mailbox_failed', values, `${mailbox}: ${problem}`);
    });
  return [say('fetched', { mails, mailboxes }, done), ...trouble];
};

/** What the gateway does by the clock, under the names that Odoo's administrators know. */
export const scheduledActionDefinitions = ({
  fetchAll,
  sendDue,
  tidyUp,
}: Work): ScheduledActionDefinition[] => [
  {
    name: 'fetchmail',
    title: 'Mail: Fetchmail Service',
    intervalMinutes: 5,
    async run(signal) {
      const reports = await fetchAll(signal);
      const result = fetched(reports);
      // A new round rather than a longer turn: the other mailboxes come in between, and pausing takes effect.
      const again = reports.some(({ more }) => more);
      return { result: again ? [...result, say('more_waiting', {}, 'More is waiting.')] : result, again };
    },
  },
  {
    name: 'email-queue',
    title: 'Mail: Email Queue Manager',
    intervalMinutes: 1,
    async run(signal) {
      await sendDue(signal);
      return { result: [say('queue_seen', {}, 'The queue was looked through.')] };
    },
  },
  {
    name: 'housekeeping',
    title: 'Mail: Housekeeping',
    intervalMinutes: 60,
    async run(signal) {
      await tidyUp(signal);
      return { result: [say('tidied', {}, 'What nobody needs any more was removed.')] };
    },
  },
];
