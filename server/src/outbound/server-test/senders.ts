import { normaliseAddress } from '../../mail';
import { covers } from '../choose-server';
import type { OutboundSettings } from '../settings';
import type { OutgoingServer } from '../types';

export interface SenderCandidate {
  kind: 'bounce' | 'login' | 'from';
  address: string;
}

type Tested = Pick<OutgoingServer, 'fromFilter' | 'envelopeSender' | 'username'>;
type Known = Pick<OutboundSettings, 'defaultFrom' | 'bounce'>;

/** The address that this server would send as: of its filter, else the default-from, else its login. */
export const ownAddress = (
  { fromFilter, username }: Pick<Tested, 'fromFilter' | 'username'>,
  { defaultFrom }: Known
): string | null => {
  const entries = fromFilter
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const complete = entries.find((entry) => entry.includes('@'));
  if (complete) return normaliseAddress(complete);
  if (defaultFrom !== null && covers({ fromFilter }, defaultFrom)) return defaultFrom;
  const local = defaultFrom?.slice(0, defaultFrom.lastIndexOf('@')) ?? 'notifications';
  return entries[0] ? normaliseAddress(`${local}@${entries[0]}`) : normaliseAddress(username ?? '');
};

/** Envelope senders to try, the wanted one first; `auto` tries what would serve bounces best. */
export const senderCandidates = (
  server: Tested,
  known: Known,
  given: string | undefined
): SenderCandidate[] => {
  const from = given === undefined ? ownAddress(server, known) : normaliseAddress(given);
  if (from === null) return [];
  if (given !== undefined) return [{ kind: 'from', address: from }];
  const addresses: Record<SenderCandidate['kind'], string | null> = {
    bounce: known.bounce !== null && covers(server, known.bounce) ? known.bounce : null,
    login: normaliseAddress(server.username ?? ''),
    from,
  };
  const { envelopeSender } = server;
  const kinds: SenderCandidate['kind'][] =
    envelopeSender === 'auto' ? ['bounce', 'login', 'from'] : [envelopeSender];
  const found = kinds.flatMap((kind) => {
    const address = addresses[kind];
    return address === null ? [] : [{ kind, address }];
  });
  return found.length > 0 ? found : [{ kind: 'from', address: from }];
};
