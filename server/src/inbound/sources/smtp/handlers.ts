import type { SMTPServerEnvelope, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { messageOf } from '../../../errors';
import { storableEnvelope, type Envelope } from '../../../mail';
import { reached } from '../../../moments';
import { BodyTooLargeError, EmptyBodyError, limitedBody } from '../http';
import { notHere, notNow, refusalOf, unknownRecipient, type Refusal } from './replies';
import type { Dialogue, Protocol } from './types';

export interface HandlerOptions {
  protocol: Protocol;
  /** For people: where it listens. */
  name: string;
  dialogue: Dialogue;
  /** Bytes. */
  maxMessageSize: number;
  log: { error(message: string): void };
}

type Handlers = Required<Pick<SMTPServerOptions, 'onMailFrom' | 'onRcptTo' | 'onData'>>;

const envelopeOf = ({ envelope, remoteAddress, hostNameAppearsAs }: SMTPServerSession): Envelope =>
  storableEnvelope({
    recipients: envelope.rcptTo.map(({ address }) => address),
    sender: envelope.mailFrom ? envelope.mailFrom.address : null,
    clientIp: remoteAddress,
    helo: hostNameAppearsAs,
  });

/** What a listener answers: to the sender, to each recipient, and to the mail once it is stored. */
export const createHandlers = ({
  protocol,
  name,
  dialogue,
  maxMessageSize,
  log,
}: HandlerOptions): Handlers => {
  /** RCPT commands that were accepted: LMTP answers each (RFC 2033 4.2), and the library counts mailboxes instead. */
  const accepted = new WeakMap<SMTPServerEnvelope, number>();

  const complain = (what: string, error: unknown): void =>
    log.error(`[mail-gateway] ${protocol.toUpperCase()} listener: ${what}: ${messageOf(error)}`);

  /** Asks before a command is answered; where that fails, the sender is to come back. */
  const answer = (
    question: Promise<Refusal | null>,
    what: string,
    done: (refusal?: Refusal) => void
  ): void => {
    question.then(
      (refusal) => done(refusal ?? undefined),
      (error: unknown) => {
        complain(what, error);
        done(notNow());
      }
    );
  };

  return {
    onMailFrom(_sender, _session, done) {
      const question = dialogue.mayWork().then((may) => (may ? null : notHere()));
      answer(question, 'Whether this site may take mail could not be read', done);
    },

    onRcptTo({ address }, { envelope }, done) {
      const question = dialogue.isOurs(address).then((ours) => {
        if (!ours) return unknownRecipient();
        accepted.set(envelope, (accepted.get(envelope) ?? 0) + 1);
        return null;
      });
      answer(question, 'A recipient could not be looked up', done);
    },

    onData(stream, session, done) {
      const { id, envelope } = session;
      /** One mail is stored once for all its recipients, so that each of them is told the same. */
      const conclude = (result: string | Refusal): void => {
        if (protocol === 'lmtp') done(null, Array<typeof result>(accepted.get(envelope) ?? 0).fill(result));
        else if (typeof result === 'string') done(null, result);
        else done(result);
      };

      const source = { type: protocol, name, incomingServerId: null };
      dialogue.store(limitedBody(stream, maxMessageSize), envelopeOf(session), source).then(
        (documentId) => {
          reached('journal.committed');
          conclude(`Stored as ${documentId}`);
          dialogue.stored(id, documentId);
        },
        (error: unknown) => {
          const cutOff = stream.destroyed && !stream.writableEnded;
          const theirs = cutOff || error instanceof EmptyBodyError || error instanceof BodyTooLargeError;
          if (!theirs) complain('A mail could not be stored', error);
          // The rest of the mail is read and dropped: the answer has to wait for its end.
          stream.unpipe();
          stream.resume();
          conclude(refusalOf(error));
        }
      );
    },
  };
};
