import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface CaughtMail {
  from: string;
  to: string[];
  raw: string;
}

/** An SMTP server in this process that keeps what it is given. */
export interface SmtpSink {
  port: number;
  mails: CaughtMail[];
  stop(): Promise<void>;
}

/** @param options of smtp-server; without any it takes everything, in clear and without log-in. */
export const startSmtpSink = async (options: SMTPServerOptions = {}): Promise<SmtpSink> => {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    disabledCommands: options.onAuth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !options.onAuth,
    disableReverseLookup: true,
    allowInsecureAuth: true,
    logger: false,
    onData(stream, session, done) {
      // A sender may hang up in the middle of a mail: that fails, and nobody else.
      buffer(stream).then((whole) => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        mails.push({ from, to: rcptTo.map(({ address }) => address), raw: whole.toString('latin1') });
        done(null, `queued as ${mails.length}`);
      }, done);
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
