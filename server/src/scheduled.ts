import type { FetchReport } from './inbound';
import type { ScheduledActionDefinition } from './jobs';

interface Work {
  fetchAll(signal: AbortSignal): Promise<FetchReport[]>;
  sendDue(signal: AbortSignal): Promise<void>;
  tidyUp(signal: AbortSignal): Promise<void>;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const fetched = (reports: readonly FetchReport[]): string => {
  if (reports.length === 0) return 'No mailbox was due.';
  const mails = reports.reduce((sum, report) => sum + report.stored, 0);
  const trouble = reports
    .filter((report) => report.outcome === 'failed')
    .map(({ name, failure }) => `${name}: ${failure?.message ?? 'failed'}`);
  const done = `${counted(mails, 'new mail', 'new mails')} from ${counted(reports.length, 'mailbox', 'mailboxes')}.`;
  return [done, ...trouble].join(' ');
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
      return reports.some(({ more }) => more)
        ? { result: `${result} More is waiting.`, again: true }
        : result;
    },
  },
  {
    name: 'email-queue',
    title: 'Mail: Email Queue Manager',
    intervalMinutes: 1,
    async run(signal) {
      await sendDue(signal);
      return 'The queue was looked through.';
    },
  },
  {
    name: 'housekeeping',
    title: 'Mail: Housekeeping',
    intervalMinutes: 60,
    async run(signal) {
      await tidyUp(signal);
      return 'What nobody needs any more was removed.';
    },
  },
];
