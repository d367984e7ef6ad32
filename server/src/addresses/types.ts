export type ClaimKind = 'alias' | 'catchall' | 'bounce' | 'default-from';

/** A name that somebody wants for themselves. */
export interface Claim {
  /** documentId of the alias, or the key of the system parameter. */
  owner: string;
  kind: ClaimKind;
  /** Local part, normalised. */
  name: string;
  /** Normalised; null: the primary alias domain, whichever that is. */
  domain: string | null;
}

/** Whom an address belongs to. */
export interface Holder {
  /** documentId of the alias for kind `alias`, else the key of the system parameter. */
  owner: string;
  kind: ClaimKind;
}

/** The site's own domains, as the system parameters give them; in lower case ASCII. */
export interface AliasDomains {
  /** `mail.catchall.domain`; empty: none is configured. */
  primary: string;
  /** `mail.catchall.domain.allowed`: names of the primary domain are good there too. */
  allowed: readonly string[];
}
