import { running } from './running.mjs';
import { loadSupport } from './support.mjs';

/**
 * A private Dovecot without TLS, for the benchmark called `name`.
 *
 * @returns {Promise<import('../../tests/support/dovecot').Dovecot>}
 */
export async function startMailServer(name) {
  const { hasDovecot, startDovecot } = await loadSupport();
  if (!hasDovecot()) throw new Error(`${name} needs Dovecot; npm run test:servers -- --install installs it.`);
  const dovecot = await startDovecot({ starttls: false });
  running(() => dovecot.stop());
  return dovecot;
}
