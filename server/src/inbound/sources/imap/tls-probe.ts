import { connect } from 'node:tls';
import { pinnedLookup, type VettedHost } from '../../../network';

/**
 * Whether a port that said nothing in plain text answers a TLS handshake. Sends nothing and reads nothing beyond the
 * handshake; certificates do not matter for the question.
 * @param limit milliseconds.
 */
export const speaksTls = (vetted: VettedHost, limit: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({
      host: vetted.servername ?? vetted.address,
      port: vetted.port,
      lookup: pinnedLookup(vetted),
      rejectUnauthorized: false,
      ...(vetted.servername ? { servername: vetted.servername } : {}),
    });
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(answer);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(giveUp, limit);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('secureConnect', () => end(true));
    socket.on('error', giveUp);
    socket.once('close', giveUp);
  });
