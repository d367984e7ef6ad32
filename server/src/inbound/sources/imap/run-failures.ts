import { CursorLost } from './cursor-store';
import { ServerError } from './server-error';
import { storeProblem } from './store-problem';
import type { ServerFailure } from './types';

/** The password of a server cannot be read. */
export const passwordFailure = (code: string, message: string): ServerError =>
  new ServerError({
    code,
    phase: 'login',
    tried: 'Read the password',
    serverSaid: null,
    message,
    advice: 'Enter the password of this server again.',
  });

const storeFailure = (error: unknown): ServerFailure => ({
  code: 'store_failed',
  phase: 'store',
  tried: 'Store the mail',
  serverSaid: null,
  message: storeProblem(error),
  advice: 'See to the database. Nothing is lost: mails stay on their server until they are stored.',
});

const OVERTAKEN: ServerFailure = {
  code: 'cursor_overtaken',
  phase: 'store',
  tried: 'Remember how far the mailbox has been taken in',
  serverSaid: null,
  message:
    'The row of this server says that another process has taken over the mailbox, and none has: it came with a transfer or an import, or a process was suspended.',
  advice: 'Test and confirm this server again. No mail is lost, and none is taken in twice.',
};

/** What a person is told about whatever ended a run. */
export const failureOf = (error: unknown): ServerFailure => {
  if (error instanceof ServerError) return error.failure;
  return error instanceof CursorLost ? OVERTAKEN : storeFailure(error);
};

/** Another run has the mailbox. */
export const BUSY: ServerFailure = {
  code: 'busy',
  phase: 'connect',
  tried: 'Reserve the mailbox',
  serverSaid: null,
  message: 'This mailbox is being fetched right now.',
  advice: 'Try again in a minute.',
};

/** The row names another mailbox than the one that was confirmed. */
export const CHANGED: ServerFailure = {
  code: 'confirmation_needed',
  phase: 'connect',
  tried: 'Find where the last run ended',
  serverSaid: null,
  message: 'Server, user name or folder were changed since this server was confirmed.',
  advice: 'Test and confirm it, so that it is clear which mails are imported.',
};
