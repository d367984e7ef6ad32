/** What decides where a stored password goes, and how well it is protected on the way. */
export interface Connection {
  host: string;
  port: number;
  encryption: 'none' | 'starttls' | 'tls';
  authentication: string;
  username: string | null;
}

const STRENGTH: Record<Connection['encryption'], number> = { none: 0, starttls: 1, tls: 2 };

const hostKey = (host: string): string => host.trim().toLowerCase().replace(/\.$/, '');

/**
 * Which changes of a server demand that its password is entered again, because the stored one would otherwise go
 * somewhere else, in another's name or less protected: whoever may edit a server must not learn its password by
 * pointing it at a host of their own. Empty: none.
 */
export const secretRequired = (before: Connection, after: Connection): (keyof Connection)[] => {
  const changed: (keyof Connection)[] = [];
  if (hostKey(before.host) !== hostKey(after.host)) changed.push('host');
  if (before.port !== after.port) changed.push('port');
  if (STRENGTH[after.encryption] < STRENGTH[before.encryption]) changed.push('encryption');
  if (before.authentication !== after.authentication) changed.push('authentication');
  if ((before.username ?? '') !== (after.username ?? '')) changed.push('username');
  return changed;
};
