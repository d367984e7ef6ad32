import { domainOf, normaliseAddress } from '../mail';
import type { OutboundDependencies } from './dependencies';

/** System parameters as sending needs them. */
export interface OutboundSettings {
  /** `mail.catchall.domain`; null when the site has no alias domain. */
  domain: string | null;
  ourDomains: string[];
  /** `mail.default.from` as an address. */
  defaultFrom: string | null;
  /** Bounce address of the alias domain. */
  bounce: string | null;
  force: string | null;
  dynamic: string | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A local part joined with the domain; an address stays. Null where there is none. */
export const addressIn = (name: string, domain: string | null): string | null => {
  if (name === '') return null;
  if (name.includes('@')) return normaliseAddress(name);
  return domain === null ? null : normaliseAddress(`${name}@${domain}`);
};

/** Reads the parameters anew: a change counts from the next mail on. */
export const readSettings = async (
  parameters: OutboundDependencies['parameters']
): Promise<OutboundSettings> => {
  const [catchallDomain, defaultFrom, bounce, force, dynamic] = await Promise.all([
    parameters.get('mail.catchall.domain'),
    parameters.get('mail.default.from'),
    parameters.get('mail.bounce.alias'),
    parameters.get('mail.force.smtp.from'),
    parameters.get('mail.dynamic.smtp.from'),
  ]);
  const domain = domainOf(`@${textOf(catchallDomain)}`) || null;
  return {
    domain,
    ourDomains: domain === null ? [] : [domain],
    defaultFrom: addressIn(textOf(defaultFrom), domain),
    bounce: addressIn(textOf(bounce), domain),
    force: textOf(force) || null,
    dynamic: textOf(dynamic) || null,
  };
};
