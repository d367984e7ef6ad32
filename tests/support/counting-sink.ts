import { setTimeout as sleep } from 'node:timers/promises';
import { startSmtpSink } from './smtp';

/** How often a server has come to each point with the mail for one recipient. */
export interface Receipt {
  /** DATA was said: its bytes may follow. */
  begun: number;
  /** The whole mail is here, final dot and all: from now on the server has it, whether or not the answer arrives. */
  taken: number;
  /** 250 was written. */
  answered: number;
  /** The connection was lost before the end of the mail: the server has nothing. */
  cut: number;
}

export type ReceiptEvent = keyof Receipt;

/** An SMTP server in this process that takes everything and counts, mail by mail, how far each came. */
export interface CountingSink {
  port: number;
  /** By recipient: tests give each mail one of its own. */
  receipts: ReadonlyMap<string, Receipt>;
  /** Connections that are open now. */
  sessions(): number;
  /** Told at once of every event, before the client is told anything. One listener at a time; null ends it. */
  listen(listener: ((event: ReceiptEvent, recipient: string) => void) | null): void;
  stop(): Promise<void>;
}

/** @param answerAfter milliseconds that the server thinks about each mail before it answers. */
export const startCountingSink = async (answerAfter = 0): Promise<CountingSink> => {
  const receipts = new Map<string, Receipt>();
  const open = new Set<string>();
  let listener: Parameters<CountingSink['listen']>[0] = null;

  const count = (event: ReceiptEvent, recipient: string): void => {
    const receipt = receipts.get(recipient) ?? { begun: 0, taken: 0, answered: 0, cut: 0 };
    receipts.set(recipient, { ...receipt, [event]: receipt[event] + 1 });
    listener?.(event, recipient);
  };

  const { port, stop } = await startSmtpSink({
    onConnect(session, done) {
      open.add(session.id);
      done();
    },
    onClose(session) {
      open.delete(session.id);
    },
    onData(stream, session, done) {
      const recipient = session.envelope.rcptTo[0]?.address ?? '';
      count('begun', recipient);
      stream.once('error', () => count('cut', recipient));
      stream.once('end', async () => {
        count('taken', recipient);
        if (answerAfter > 0) await sleep(answerAfter);
        count('answered', recipient);
        done(null, `queued for ${recipient}`);
      });
      stream.resume();
    },
  });

  return {
    port,
    receipts,
    stop,
    sessions: () => open.size,
    listen: (next) => {
      listener = next;
    },
  };
};
