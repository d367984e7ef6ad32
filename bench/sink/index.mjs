/** The process of the SMTP sink: counts mails, bytes and different recipients, and throws the mails away. */
import { SMTPServer } from 'smtp-server';

let mails = 0;
let bytes = 0;
let recipients = new Set();

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, session, done) {
    stream.on('data', (piece) => {
      bytes += piece.length;
    });
    stream.once('end', () => {
      mails += 1;
      for (const { address } of session.envelope.rcptTo) recipients.add(address);
      done(null, `queued as ${mails}`);
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => process.send({ port: server.server.address().port }));

process.on('message', () => {
  process.send({ mails, bytes, recipients: recipients.size });
  mails = 0;
  bytes = 0;
  recipients = new Set();
});
process.once('disconnect', () => process.exit(0));
