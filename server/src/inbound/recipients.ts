import type { Addresses } from '../addresses';
import { localPartOf } from '../mail';
import type { Tokens } from '../tokens';
import { unwrapAddress } from './route';

/** Which recipients the site knows: for doors that may refuse a mail before they store it. */
export interface Recipients {
  /**
   * Whether one of these addresses is claimed here, read as the router will read it: forwarders' and BATV wrappings
   * opened, sub-addresses cut. One whose alias is paused counts: its mail waits in quarantine.
   */
  anyOurs(addresses: readonly string[]): Promise<boolean>;
}

/** @see Recipients */
export const createRecipients = ({
  addresses,
  tokens,
}: {
  addresses: Pick<Addresses, 'find'>;
  tokens: Pick<Tokens, 'readReplyKey' | 'readProbeKey'>;
}): Recipients => ({
  async anyOurs(given) {
    const opened = given.map(unwrapAddress);
    if ((await addresses.find(opened)).size > 0) return true;
    // A signed key proves itself, whatever parts it from the name.
    const keys = await Promise.all(
      opened.map(localPartOf).flatMap((local) => [tokens.readReplyKey(local), tokens.readProbeKey(local)])
    );
    return keys.some((key) => key !== null);
  },
});
