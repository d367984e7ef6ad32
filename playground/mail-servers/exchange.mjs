import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

/**
 * Starts an SMTP server that stands for the outside world: mail for the site's domain goes into a mailbox, mail for
 * anybody else goes on to another SMTP server (the mail catcher). Like a real one it stamps Return-Path, Delivered-To
 * and Received.
 *
 * @param {object} options
 * @param {(address: string) => import('./mailbox.mjs').Mailbox | null} options.mailboxOf the mailbox of an address; null
 *   passes the mail on
 * @param {{ host: string, port: number }} options.relay where mail for others goes
 * @param {{ username: string, password: string }} [options.account] who may log in; without one nobody has to
 * @param {string} [options.host]
 * @param {number} [options.port] 0 takes a free one
 * @returns {Promise<{ host: string, port: number, close: () => Promise<void> }>}
 */
export async function startExchange({ mailboxOf, relay, account, host = '127.0.0.1', port = 0 }) {
  const outward = nodemailer.createTransport({
    host: relay.host,
    port: relay.port,
    secure: false,
    ignoreTLS: true,
  });

  async function deliver(raw, { sender, recipients, client }) {
    const others = recipients.filter((address) => !mailboxOf(address));
    if (others.length > 0) await outward.sendMail({ envelope: { from: sender, to: others }, raw });
    for (const address of recipients) {
      mailboxOf(address)?.append(Buffer.concat([stamp(address, sender, client), raw]));
    }
  }

  const server = new SMTPServer({
    // The library's own key is public; mail travels inside this machine only.
    disabledCommands: account ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    authOptional: true,
    size: 60 * 1024 * 1024,
    logger: false,
    onAuth(credentials, session, done) {
      const known = credentials.username === account?.username && credentials.password === account?.password;
      done(known ? null : new Error('Invalid login'), known ? { user: credentials.username } : undefined);
    },
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, 'The mail is too large'));
        const envelope = {
          sender: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          recipients: session.envelope.rcptTo.map((recipient) => recipient.address),
          client: session.clientHostname || session.remoteAddress,
        };
        deliver(Buffer.concat(chunks), envelope).then(
          () => done(null, 'Delivered'),
          (error) => done(refusal(451, error.message))
        );
      });
    },
  });
  server.on('error', () => {
    // A client that hangs up in the middle is its own trouble; the server goes on.
  });
  await new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });

  return {
    host,
    port: server.server.address().port,
    close: () =>
      new Promise((resolve) => {
        outward.close();
        server.close(() => resolve());
      }),
  };
}

function stamp(recipient, sender, client) {
  const lines = [
    `Return-Path: <${sender}>`,
    `Delivered-To: ${recipient}`,
    `Received: from ${client} by mail.playground with ESMTP; ${new Date().toUTCString().replace('GMT', '+0000')}`,
  ];
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
}

function refusal(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}
