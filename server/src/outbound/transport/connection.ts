import type { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { reached } from '../../moments';
import type { SmtpError } from '../classify';
import { redactedError, smtpErrorOf, TransportError, withoutForeignBytes } from './errors';
import type { MarkedMessage } from './marked-message';
import { redactorOf } from './redact';

/** Milliseconds that each phase may take. */
export interface TransportTimeouts {
  /** Until the TCP and TLS connection stands and the server has greeted. */
  connect: number;
  /** Without a byte from the server, in any phase. */
  silence: number;
  /** For one mail from MAIL FROM to the last answer. */
  mail: number;
}

export const DEFAULT_TIMEOUTS: TransportTimeouts = { connect: 30_000, silence: 60_000, mail: 600_000 };

/** Where to connect, vetted, and how. */
export interface SmtpTarget {
  /** The IP address that was vetted. */
  address: string;
  port: number;
  encryption: 'none' | 'starttls' | 'tls';
  /** Name that the certificate must carry; undefined for a host given as an address. */
  servername: string | undefined;
  /** What EHLO says; undefined: the machine's name. */
  heloName: string | undefined;
  login: { user: string; pass: string } | null;
  /** Certificates trusted beside the system's, in PEM. */
  ca: string | undefined;
}

export interface SmtpEnvelope {
  /** '' is the null sender. */
  from: string;
  to: string;
  /** RFC 3461 ENVID, sent where the server knows DSN. */
  envid: string;
}

export type SendOutcome =
  | { ok: true; response: string; serverMessageId: string | null }
  | { ok: false; error: SmtpError; started: boolean; marked: boolean };

/** One logged-in connection. Carries one mail at a time. What it tells of the server's replies is free of the login. */
export interface Connection {
  /** Never rejects. */
  send(envelope: SmtpEnvelope, message: MarkedMessage): Promise<SendOutcome>;
  /** Whether another mail may follow. */
  usable(): boolean;
  /** Ends the session politely. */
  quit(): void;
  close(): void;
}

/**
 * Tells of the moment after the final dot. Nodemailer writes it at the end of a stream of its own, which ours is piped
 * into; the end of ours comes before it, and a turn of the event loop later the answer may be there already.
 */
const tellOfTheDot = (stream: Readable): void => {
  const pipe = stream.pipe.bind(stream);
  stream.pipe = <To extends NodeJS.WritableStream>(to: To, options?: { end?: boolean }): To => {
    to.once('end', () => reached('outbound.ended'));
    return pipe(to, options);
  };
};

const sendOver = (
  smtp: SMTPConnection,
  { from, to, envid }: SmtpEnvelope,
  message: MarkedMessage,
  limit: number
): Promise<SendOutcome> =>
  new Promise((resolve) => {
    smtp.lastServerResponse = false;
    const fail = (error: SmtpError): void => {
      const unanswered = smtp.lastServerResponse === false;
      finish({
        ok: false,
        error: unanswered ? { ...error, unanswered } : error,
        started: message.started(),
        marked: message.marked(),
      });
    };
    // `end` comes before the callback where the server hangs up, and alone where we close: the callback knows more.
    const onEnd = (): void => {
      setImmediate(() => fail({ message: 'The connection was closed.', code: 'ECONNECTION' }));
    };
    const timer = setTimeout(() => {
      fail({ message: 'The mail was not taken within the time limit.', code: 'ETIMEDOUT' });
      smtp.close();
    }, limit);
    const finish = (outcome: SendOutcome): void => {
      clearTimeout(timer);
      smtp.removeListener('end', onEnd);
      resolve(outcome);
    };
    smtp.once('end', onEnd);
    tellOfTheDot(message.stream);
    // Nodemailer takes an absent sender for an invalid one; false is the null sender.
    const envelope = { from: from === '' ? (false as const) : from, to: [to], dsn: { ret: 'HDRS', envid } };
    smtp.send(envelope, message.stream, (error, info) => {
      if (error) fail(smtpErrorOf(error));
      else if (info)
        finish({ ok: true, response: info.response, serverMessageId: info.serverMessageId ?? null });
    });
  });

const reset = (smtp: SMTPConnection): Promise<void> =>
  new Promise((resolve) => {
    smtp.once('end', () => resolve());
    smtp.reset((error) => {
      if (error) smtp.close();
      resolve();
    });
  });

const connectAndLogin = (smtp: SMTPConnection, login: SmtpTarget['login']): Promise<void> =>
  new Promise((resolve, reject) => {
    let phase: 'connect' | 'login' = 'connect';
    const fail = (thrown: unknown): void => {
      reject(new TransportError(phase, withoutForeignBytes(smtpErrorOf(thrown))));
    };
    smtp.on('error', fail);
    smtp.once('end', () => setImmediate(() => fail(new Error('The server closed the connection.'))));
    smtp.connect((connectError) => {
      if (connectError) return fail(connectError);
      phase = 'login';
      if (login === null) return resolve();
      if (!smtp.allowsAuth) return fail(new Error('The server offers no login on this connection.'));
      smtp.login({ user: login.user, pass: login.pass, credentials: login }, (loginError) =>
        loginError ? fail(loginError) : resolve()
      );
    });
  });

/**
 * Connects, secures the connection as configured (never less), and logs in.
 * @throws TransportError
 */
export const openConnection = async (
  target: SmtpTarget,
  timeouts: TransportTimeouts
): Promise<Connection> => {
  const smtp = new SMTPConnection({
    host: target.address,
    port: target.port,
    secure: target.encryption === 'tls',
    requireTLS: target.encryption === 'starttls',
    ignoreTLS: target.encryption === 'none',
    servername: target.servername,
    name: target.heloName,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.silence,
    tls: { minVersion: 'TLSv1.2', ...(target.ca && { ca: target.ca }) },
  });
  const redact = redactorOf(target.login);
  try {
    await connectAndLogin(smtp, target.login);
  } catch (error) {
    smtp.close();
    throw error instanceof TransportError
      ? new TransportError(error.phase, redactedError(error.error, redact))
      : error;
  }

  let busy = false;
  return {
    async send(envelope, message) {
      busy = true;
      const outcome = await sendOver(smtp, envelope, message, timeouts.mail);
      if (!outcome.ok) {
        const { code, responseCode } = outcome.error;
        const refused = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421;
        if (refused && !smtp.destroyed) await reset(smtp);
        else smtp.close();
      }
      busy = false;
      return outcome.ok
        ? { ...outcome, response: redact(outcome.response) }
        : { ...outcome, error: redactedError(outcome.error, redact) };
    },
    usable: () => !busy && !smtp.destroyed,
    quit: () => smtp.quit(),
    close: () => smtp.close(),
  };
};
