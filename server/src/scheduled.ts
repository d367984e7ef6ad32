import type { FetchReport } from './inbound';
import type { ScheduledActionDefinition } from './jobs';

interface Work {
  fetchAll(signal: AbortSignal): Promise<FetchReport[]>;
  sendDue(signal: AbortSignal): Promise<void>;
  tidyUp(signal: AbortSignal): Promise<void>;
}

const fetched = (reports: readonly FetchReport[]): string => {
  if (reports.length === 0) return 'No mailbox was due.';
  const mails = reports.reduce((sum, report) => sum + report.stored, 0);
  const failed = reports.filter((report) => report.outcome === 'failed');
  const trouble = failed.map(({ name, failure }) => `${name}: ${failure?.message ?? 'failed'}`);
  return [`${mails} new mails from ${reports.length} mailboxes.`, ...trouble].join(' ');
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
    run: async (signal) => fetched(await fetchAll(signal)),
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
