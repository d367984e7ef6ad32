import type { StatusVariant } from '@strapi/design-system';
import type { OutgoingServer } from '../../../contracts';
import type { Sentences, TextKey } from '../i18n';
import { failureReason } from './failures';

type Judged = Pick<
  OutgoingServer,
  'active' | 'lastTestedAt' | 'pausedUntil' | 'state' | 'testErrorCode' | 'testOutdated'
>;

/** What an outgoing server is good for now. */
export type SendingState = 'inactive' | 'failing' | 'paused' | 'ok' | 'untested' | 'changed';

/**
 * One that was switched off is that, however its last test went. One that was saved counts as untested by the server;
 * what a test said of these very settings is still true of it.
 */
export const sendingStateOf = (server: Judged, now = Date.now()): SendingState => {
  const { active, lastTestedAt, pausedUntil, state, testErrorCode, testOutdated } = server;
  if (!active) return 'inactive';
  if (state === 'failing') return 'failing';
  if (pausedUntil !== null && Date.parse(pausedUntil) > now) return 'paused';
  if (state === 'ok') return 'ok';
  if (lastTestedAt === null) return 'untested';
  if (testOutdated) return 'changed';
  return testErrorCode === null ? 'ok' : 'failing';
};

const TONES: Record<SendingState, StatusVariant> = {
  inactive: 'neutral',
  failing: 'danger',
  paused: 'warning',
  ok: 'success',
  untested: 'secondary',
  changed: 'secondary',
};

/** The state of a server in one word, and its colour. */
export const sendingWordOf = (server: Judged): { tone: StatusVariant; word: TextKey } => {
  const state = sendingStateOf(server);
  return { tone: TONES[state], word: `outgoing.state.${state}` };
};

/** Whether what keeps a server from working is what its last test met with, and not a mail. */
export const isKnownByTest = ({
  lastError,
  testErrorMessage,
  testOutdated,
}: Pick<OutgoingServer, 'lastError' | 'testErrorMessage' | 'testOutdated'>): boolean =>
  testErrorMessage !== null &&
  !testOutdated &&
  (lastError === null || testErrorMessage.startsWith(lastError));

/** Why a server does not work, in short; null where nothing is known. */
export const sendingReason = (
  server: Pick<
    OutgoingServer,
    'lastError' | 'lastErrorCode' | 'testErrorCode' | 'testErrorMessage' | 'testOutdated'
  >,
  sentences: Sentences
): string | null => {
  const { lastError, lastErrorCode, testErrorCode, testErrorMessage } = server;
  return isKnownByTest(server)
    ? failureReason(testErrorCode, testErrorMessage, sentences)
    : lastError && failureReason(lastErrorCode, lastError, sentences);
};
