import { normaliseAddress } from '../mail';
import { covers } from './choose-server';
import type { OutgoingServer } from './types';

export interface EnvelopeQuestion {
  /** Address of the From that leaves. */
  from: string;
  /** Bounce address of the site; null when it has no alias domain. */
  bounce: string | null;
  /** `MAIL FROM:<>`. */
  nullSender: boolean;
}

type SenderServer = Pick<OutgoingServer, 'envelopeSender' | 'acceptedSender' | 'username' | 'fromFilter'>;

/**
 * MAIL FROM for a server: the bounce address, the login or the From, as the server's `envelopeSender` says. `auto` takes
 * what the last test found accepted; before a test the bounce address where the server's filter covers it. Where the
 * wanted one does not exist (no alias domain, a login that is no address) the From is taken.
 * @returns '' for the null sender.
 */
export const envelopeSender = (
  server: SenderServer,
  { from, bounce, nullSender }: EnvelopeQuestion
): string => {
  if (nullSender) return '';
  const untested = bounce !== null && covers(server, bounce) ? 'bounce' : 'from';
  const wanted =
    server.envelopeSender === 'auto' ? (server.acceptedSender ?? untested) : server.envelopeSender;
  if (wanted === 'bounce') return bounce ?? from;
  if (wanted === 'login') return normaliseAddress(server.username ?? '') ?? from;
  return from;
};
