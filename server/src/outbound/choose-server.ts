import { addressKey, domainOf } from '../mail';
import { isPaused } from './retry';
import type { OutgoingServer } from './types';

/** What chose the server, in the order in which it is tried. */
export type ServerRule =
  | 'named'
  | 'from_address'
  | 'from_domain'
  | 'default_from_address'
  | 'default_from_domain'
  | 'no_filter'
  | 'priority';

export interface ServerChoice<Server extends OutgoingServer = OutgoingServer> {
  server: Server;
  rule: ServerRule;
  /** Whether the server accepts the From; if not, the mail leaves as the default-from. */
  coversFrom: boolean;
  /** Servers that would have come into question, and why they did not. */
  passedOver: { documentId: string; reason: 'inactive' | 'paused' | 'excluded' }[];
}

export interface ServerQuestion {
  /** Address of the From. */
  from: string;
  /** `mail.default.from` as an address; null when the site has none. */
  defaultFrom: string | null;
  now: Date;
  /** documentId of the server that the mail names. */
  named?: string | null;
  /** documentIds of servers that must not be taken, as one that refused the sender. */
  exclude?: readonly string[];
  /** documentId of the server that failed last: another one is taken where it accepts the From. */
  avoid?: string | null;
}

const entriesOf = (filter: string): string[] =>
  filter
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const hasAddress = (filter: string, address: string): boolean =>
  entriesOf(filter).some((entry) => entry.includes('@') && addressKey(entry) === addressKey(address));

/** An entry without `@` is a whole domain, exactly: no subdomains. */
const hasDomain = (filter: string, address: string): boolean =>
  entriesOf(filter).some((entry) => !entry.includes('@') && domainOf(`@${entry}`) === domainOf(address));

const hasNoFilter = (filter: string): boolean => entriesOf(filter).length === 0;

/** Whether the server's filter accepts the address as a sender; an empty filter accepts all. */
export const covers = ({ fromFilter }: Pick<OutgoingServer, 'fromFilter'>, address: string): boolean =>
  hasNoFilter(fromFilter) || hasAddress(fromFilter, address) || hasDomain(fromFilter, address);

const obstacle = (server: OutgoingServer, { now, exclude = [] }: ServerQuestion) => {
  if (!server.active) return 'inactive';
  if (isPaused(server.pausedUntil, now)) return 'paused';
  return exclude.includes(server.documentId) ? 'excluded' : null;
};

const byPriority = (a: OutgoingServer, b: OutgoingServer): number =>
  a.priority - b.priority || (a.documentId < b.documentId ? -1 : 1);

/**
 * The server for a From: one that the mail names, else by filter (address, then domain) of the From, then of the
 * default-from, then servers without a filter, then the first by priority. Inactive and paused servers are passed over.
 * @returns null when no server may be used now.
 */
export const chooseServer = <Server extends OutgoingServer>(
  servers: readonly Server[],
  question: ServerQuestion
): ServerChoice<Server> | null => {
  const { from, defaultFrom, named, avoid } = question;
  const usable: Server[] = [];
  const passedOver: ServerChoice['passedOver'] = [];
  for (const server of [...servers].sort(byPriority)) {
    const reason = obstacle(server, question);
    if (reason) passedOver.push({ documentId: server.documentId, reason });
    else usable.push(server);
  }

  const rules: [ServerRule, (server: Server) => boolean][] = [
    ['named', ({ documentId }) => documentId === named],
    ['from_address', ({ fromFilter }) => hasAddress(fromFilter, from)],
    ['from_domain', ({ fromFilter }) => hasDomain(fromFilter, from)],
    ['default_from_address', ({ fromFilter }) => defaultFrom !== null && hasAddress(fromFilter, defaultFrom)],
    ['default_from_domain', ({ fromFilter }) => defaultFrom !== null && hasDomain(fromFilter, defaultFrom)],
    ['no_filter', ({ fromFilter }) => hasNoFilter(fromFilter)],
    ['priority', () => true],
  ];

  const first = (candidates: readonly Server[]): ServerChoice<Server> | null => {
    for (const [rule, fits] of rules) {
      const server = candidates.find(fits);
      if (server) return { server, rule, coversFrom: covers(server, from), passedOver };
    }
    return null;
  };

  const choice = first(usable);
  if (!choice || choice.server.documentId !== avoid) return choice;
  const other = first(usable.filter(({ documentId }) => documentId !== avoid));
  return other?.coversFrom ? other : choice;
};
