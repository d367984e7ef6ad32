import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { domainToASCII } from 'node:url';
import { selfSigned, type Credentials } from './self-signed';
import type { ListenerSettings, ListenerStatus } from './types';

/** Whose certificate a listener shows. */
export const certificateOf = ({ tls }: ListenerSettings): NonNullable<ListenerStatus['certificate']> => {
  if (tls === false) return 'none';
  return tls ? 'configured' : 'generated';
};

/**
 * Key and certificate of a listener; null where it offers no STARTTLS.
 * @throws what reading the configured files ended with: another certificate in their place would surprise.
 */
export const credentialsOf = async ({ tls }: ListenerSettings): Promise<Credentials | null> => {
  if (tls === false) return null;
  if (!tls) return selfSigned(domainToASCII(hostname()) || 'localhost');
  const [key, cert] = await Promise.all([
    readFile(tls.keyFile, 'utf8'),
    readFile(tls.certificateFile, 'utf8'),
  ]);
  return { key, cert };
};
