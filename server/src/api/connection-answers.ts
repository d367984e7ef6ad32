import {
  connectionFailure,
  type Confirmation,
  type ConnectionFailure,
  type ConnectionStep,
  type ConnectionTest,
  type FetchResult,
  type StepSentence,
} from '../../../contracts';
import type { ServerTestResult } from '../outbound';
import type { ApiGateway } from './needs';
import { present } from './present';

type Reports = ApiGateway['incoming'];
type Steps = readonly { tried: StepSentence; ok: boolean }[];

/** The server's words stand at the step that failed, where they were said. */
const stepsOf = (steps: Steps, failure: ConnectionFailure | null): ConnectionStep[] =>
  steps.map(({ tried: { message, ...about }, ok }) => ({
    tried: message,
    about,
    ok,
    serverSaid: ok ? null : (failure?.serverSaid ?? null),
  }));

const failureOf = (failure: ConnectionFailure | null): ConnectionFailure | null =>
  failure && present(connectionFailure, failure);

/** The test of an outgoing server as an answer. */
export const testAnswer = ({ ok, steps, problem }: ServerTestResult): ConnectionTest => {
  const last = steps.at(-1);
  return {
    ok,
    failure: problem && { ...problem, tried: last?.sent ?? '', serverSaid: last?.answer ?? null },
    steps: steps.map(({ sent, about, ok, answer }) => ({ tried: sent, about, ok, serverSaid: answer })),
  };
};

/** *Test & confirm* as an answer. */
export const confirmationAnswer = (report: Awaited<ReturnType<Reports['confirm']>>): Confirmation => ({
  ok: report.ok,
  failure: report.ok ? null : failureOf(report.failure),
  steps: stepsOf(report.steps, report.ok ? null : report.failure),
  willImport: report.ok ? report.willImport : null,
  folderSize: report.ok ? report.folderSize : null,
});

/** *Fetch now* as an answer. */
export const fetchAnswer = (report: Awaited<ReturnType<Reports['fetchServer']>>): FetchResult => ({
  outcome: report.outcome,
  listed: report.listed,
  stored: report.stored,
  duplicates: report.duplicates,
  oversize: report.oversize,
  skipped: report.skipped,
  postponed: report.postponed,
  unfetchable: report.unfetchable,
  failure: failureOf(report.failure),
  warning: failureOf(report.warning),
  steps: stepsOf(report.steps, report.failure),
});
