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
    async onData(stream, session, done) {
      const raw = (await buffer(stream)).toString('latin1');
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw });
      done(null, `queued as ${mails.length}`);
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
