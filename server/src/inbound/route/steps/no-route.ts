import { addressKey } from '../../../mail';
import { end, type RoutingCase, type Verdict } from '../routing-case';

/** So many addresses are named. */
const SHOWN = 10;

/** The last step: nothing takes the mail, it waits in quarantine. Always decides. */
export const noRoute = ({ facts: { groups, claims }, note }: RoutingCase): Verdict => {
  const written = groups.filter(({ name }) => name !== 'server').flatMap(({ addresses }) => addresses);
  const addresses = [...new Set(written)];
  const sender = addresses.find((address) => claims.get(addressKey(address))?.kind === 'default-from');
  if (sender !== undefined) {
    note('no_route', 'default_sender', { address: sender });
    return end('no_route', { address: sender });
  }
  note('no_route', 'nobody_of_ours', { count: addresses.length });
  return end('no_recipient_of_ours', { addresses: addresses.slice(0, SHOWN) });
};
