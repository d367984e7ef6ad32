import type { SmtpError, SmtpPhase } from '../classify';
import type { Connection, SendOutcome, SmtpEnvelope } from './connection';
import { TransportError } from './errors';
import type { MarkedMessage } from './marked-message';

/** How one mail fared, wherever it failed. */
export type Delivery =
  | { ok: true; response: string; serverMessageId: string | null }
  | { ok: false; phase: SmtpPhase; error: SmtpError; marked: boolean };

/** Code of a delivery that found the connections given up: nothing was said to the server, and nobody is at fault. */
export const CLOSED = 'ECLOSED';

/** @see CLOSED */
export const CLOSED_DELIVERY: Delivery = {
  ok: false,
  phase: 'connect',
  error: { message: 'The connections to the outgoing server were given up.', code: CLOSED },
  marked: false,
};

/** Connections to one server, opened when needed and closed after a minute of rest. */
export interface Pool {
  /** Sends over a free connection, waiting for one where all are busy; `CLOSED` once it is closed. Never rejects. */
  deliver(envelope: SmtpEnvelope, newMessage: () => MarkedMessage): Promise<Delivery>;
  /** Opens no more connections; those at work finish, idle ones are closed, and who waits for one waits no more. */
  close(): void;
  /** Cuts the connections at work as well. */
  destroy(): void;
}

const IDLE_MS = 60_000;
/** Servers end sessions that go on for ever; so do we, first. */
const MAILS_PER_CONNECTION = 100;

interface Session {
  connection: Connection;
  mails: number;
  idleTimer: NodeJS.Timeout | null;
}

interface Waiter {
  /** @param session null when the pool was closed. */
  resolve(session: Session | null): void;
  reject(error: unknown): void;
}

/** @see Pool */
export const createPool = ({
  open,
  maxConnections,
  idleLimit = IDLE_MS,
}: {
  /** @throws TransportError */
  open: () => Promise<Connection>;
  maxConnections: number;
  idleLimit?: number;
}): Pool => {
  const sessions = new Set<Session>();
  const idle: Session[] = [];
  const waiting: Waiter[] = [];
  let opening = 0;
  let closed = false;
  /** Until one connection has stood, only one is tried: a wrong password must not be tried five times at once. */
  let proven = false;

  const drop = (session: Session, how: 'quit' | 'close'): void => {
    if (session.idleTimer) clearTimeout(session.idleTimer);
    sessions.delete(session);
    const position = idle.indexOf(session);
    if (position >= 0) idle.splice(position, 1);
    if (session.connection.usable()) session.connection[how]();
    else session.connection.close();
  };

  const takeIdle = (): Session | null => {
    for (let session = idle.pop(); session; session = idle.pop()) {
      if (session.idleTimer) clearTimeout(session.idleTimer);
      if (session.connection.usable()) return session;
      sessions.delete(session);
    }
    return null;
  };

  const hand = (session: Session): void => {
    const waiter = waiting.shift();
    if (waiter) return waiter.resolve(session);
    if (closed) return drop(session, 'quit');
    session.idleTimer = setTimeout(() => drop(session, 'quit'), idleLimit);
    session.idleTimer.unref();
    idle.push(session);
  };

  const openMore = (): void => {
    if (closed) return;
    const wanted = proven ? waiting.length : Math.min(waiting.length, 1);
    while (opening < wanted && sessions.size + opening < maxConnections) {
      opening += 1;
      open()
        .then(
          (connection) => {
            proven = true;
            const session: Session = { connection, mails: 0, idleTimer: null };
            sessions.add(session);
            hand(session);
          },
          (error: unknown) => {
            proven = false;
            for (const waiter of waiting.splice(0)) waiter.reject(error);
          }
        )
        .finally(() => {
          opening -= 1;
          openMore();
        });
    }
  };

  const acquire = (): Promise<Session | null> => {
    if (closed) return Promise.resolve(null);
    const session = takeIdle();
    if (session) return Promise.resolve(session);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      openMore();
    });
  };

  const giveBack = (session: Session): void => {
    session.mails += 1;
    if (session.connection.usable() && session.mails < MAILS_PER_CONNECTION) return hand(session);
    drop(session, 'quit');
    openMore();
  };

  const shut = (): void => {
    closed = true;
    for (const waiter of waiting.splice(0)) waiter.resolve(null);
  };

  /** The server hung up on a connection that had rested: nothing of this mail was said, another one may carry it. */
  const hungUp = (outcome: SendOutcome): boolean =>
    !outcome.ok &&
    !outcome.started &&
    (outcome.error.responseCode === 421 ||
      (outcome.error.responseCode === undefined && !/^E(ENVELOPE|MESSAGE)$/.test(outcome.error.code ?? '')));

  return {
    async deliver(envelope, newMessage) {
      for (;;) {
        let session: Session | null;
        try {
          session = await acquire();
        } catch (error) {
          const failed = error instanceof TransportError ? error : null;
          const phase = failed?.phase ?? 'connect';
          return { ok: false, phase, error: failed?.error ?? { message: String(error) }, marked: false };
        }
        if (session === null) return CLOSED_DELIVERY;
        const reused = session.mails > 0;
        const outcome = await session.connection.send(envelope, newMessage());
        giveBack(session);
        if (outcome.ok) return outcome;
        if (reused && hungUp(outcome)) continue;
        const { error, marked, started } = outcome;
        return { ok: false, phase: started ? 'message' : 'envelope', error, marked };
      }
    },

    close() {
      shut();
      for (const session of idle.splice(0)) drop(session, 'quit');
    },

    destroy() {
      shut();
      for (const session of [...sessions]) {
        session.connection.close();
        drop(session, 'close');
      }
    },
  };
};
