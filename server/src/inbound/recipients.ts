import type { Addresses } from '../addresses';
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
export const createRecipients = ({ addresses }: { addresses: Pick<Addresses, 'find'> }): Recipients => ({
  anyOurs: async (given) => (await addresses.find(given.map(unwrapAddress))).size > 0,
});
