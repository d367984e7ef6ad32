import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** One complete reply of a server (RFC 5321 4.2). */
export interface Reply {
  code: number;
  /** All its lines, with their codes. */
  text: string;
}

/** Why a dialogue could not go on, beyond what the server said. */
export type Breakdown =
  | { kind: 'timeout' }
  | { kind: 'closed' }
  | { kind: 'refused' }
  | { kind: 'unreachable'; detail: string }
  | { kind: 'tls_mismatch' }
  | { kind: 'certificate'; detail: string }
  | { kind: 'tls'; detail: string }
  | { kind: 'no_smtp' };

export class BreakdownError extends Error {
  constructor(readonly breakdown: Breakdown) {
    super(breakdown.kind);
    this.name = 'BreakdownError';
  }
}

export interface DialogueOptions {
  /** The vetted IP address. */
  address: string;
  port: number;
  servername: string | undefined;
  ca: string | undefined;
  /** Milliseconds for connecting, a handshake, and each answer. */
  limit: number;
}

/** An SMTP dialogue, one command at a time. Every step may throw a BreakdownError. */
export interface Dialogue {
  connect(): Promise<void>;
  /** Turns the connection into TLS; what came before it is forgotten (RFC 3207 6). */
  secure(): Promise<void>;
  /** The next reply; the greeting where nothing was asked yet. */
  read(): Promise<Reply>;
  ask(command: string): Promise<Reply>;
  close(): void;
}

const REPLY_LIMIT = 64 * 1024;
const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH/;
const MISMATCH = /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|UNKNOWN_PROTOCOL|UNEXPECTED_MESSAGE/;

const breakdownOf = (error: Error): Breakdown => {
  const code = 'code' in error ? String(error.code) : '';
  if (MISMATCH.test(code)) return { kind: 'tls_mismatch' };
  if (CERTIFICATE.test(code)) return { kind: 'certificate', detail: error.message };
  if (/^ERR_(SSL|TLS)|EPROTO/.test(code)) return { kind: 'tls', detail: error.message };
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  return code === 'ECONNRESET' || code === 'EPIPE'
    ? { kind: 'closed' }
    : { kind: 'unreachable', detail: code || error.message };
};

/** Lines up to the one without a hyphen behind its code; null while it is incomplete. */
const completeReply = (text: string): { reply: Reply; rest: string } | null => {
  const match = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\r?\n/.exec(text);
  return match
    ? { reply: { code: Number(match[1]), text: match[0].trimEnd() }, rest: text.slice(match[0].length) }
    : null;
};

/** @see Dialogue */
export const createDialogue = ({ address, port, servername, ca, limit }: DialogueOptions): Dialogue => {
  let socket: Socket | null = null;
  let received = '';
  let broken: Breakdown | null = null;
  let changed: () => void = () => undefined;

  const breakDown = (breakdown: Breakdown): void => {
    broken ??= breakdown;
    changed();
  };

  const listen = (to: Socket): void => {
    socket = to;
    to.on('data', (bytes: Buffer) => {
      received += bytes.toString('utf8');
      if (received.length > REPLY_LIMIT) breakDown({ kind: 'no_smtp' });
      changed();
    });
    to.on('error', (error) => breakDown(breakdownOf(error)));
    to.on('close', () => breakDown({ kind: 'closed' }));
  };

  /** Waits until `ready` gives something, the connection breaks or the time is over. */
  const waitFor = async <T>(ready: () => T | null): Promise<T> => {
    const end = performance.now() + limit;
    for (;;) {
      const found = ready();
      if (found !== null) return found;
      if (broken) throw new BreakdownError(broken);
      const left = end - performance.now();
      if (left <= 0) throw new BreakdownError({ kind: 'timeout' });
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        changed = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  };

  const read: Dialogue['read'] = () =>
    waitFor(() => {
      const complete = completeReply(received);
      if (complete) {
        received = complete.rest;
        return complete.reply;
      }
      // A line that cannot begin a reply: another service is talking.
      if (/^(?!\d{3}[ -]|\d{0,3}$)/.test(received) && received.includes('\n')) breakDown({ kind: 'no_smtp' });
      return null;
    });

  return {
    read,

    async connect() {
      let connected = false;
      const plain = connectPlain({ host: address, port }, () => {
        connected = true;
        changed();
      });
      listen(plain);
      await waitFor(() => (connected ? true : null));
    },

    async secure() {
      const plain = socket;
      if (!plain) throw new BreakdownError({ kind: 'closed' });
      plain.removeAllListeners();
      plain.on('error', () => undefined);
      received = '';
      let secured = false;
      const secure = connectTls(
        { socket: plain, host: address, servername, ca, minVersion: 'TLSv1.2' },
        () => {
          secured = true;
          changed();
        }
      );
      listen(secure);
      await waitFor(() => (secured ? true : null));
    },

    async ask(command) {
      socket?.write(`${command}\r\n`);
      return read();
    },

    close() {
      changed = () => undefined;
      socket?.destroy();
    },
  };
};
