import type { Core } from '@strapi/strapi';
import { GatewayError } from '../errors';

/** Strapi's encryption service (AES-256-GCM with a key derived from the configured one). */
export interface Encryption {
  /** Null when no encryption key is configured. */
  encrypt(text: string): string | null;
  /** Null when the key differs or the text was changed; throws for what it never wrote. */
  decrypt(sealed: string): string | null;
}

/** Text ↔ ciphertext, for one site's encryption key. */
export interface Envelope {
  /**
   * @param purpose what the text is for, as in the owner of a secret: it can only be opened for the same purpose, so a
   * ciphertext moved to another row opens nothing.
   * @throws GatewayError `encryption_key_missing`
   */
  seal(text: string, purpose?: string): string;
  /** @returns null for what this site's key did not seal for this purpose. */
  unseal(sealed: string, purpose?: string): string | null;
}

/** Ends the purpose inside the sealed text. Purposes do not contain it. */
const SEPARATOR = '\n';

/** Strapi's own service; it reads the key on each call. */
export const strapiEncryption = (strapi: Core.Strapi): Encryption =>
  // Strapi types its services as `Service`, without their methods.
  strapi.service('admin::encryption') as unknown as Encryption;

/** @see Envelope */
export const createEnvelope = ({ encryption }: { encryption: Encryption }): Envelope => ({
  seal(text, purpose = '') {
    const sealed = encryption.encrypt(`${purpose}${SEPARATOR}${text}`);
    if (sealed !== null) return sealed;
    throw new GatewayError(
      'encryption_key_missing',
      'Secrets can only be stored encrypted, and no encryption key is configured. Set the environment variable ' +
        'ENCRYPTION_KEY to a long random text, with `secrets: { encryptionKey: env("ENCRYPTION_KEY") }` in ' +
        'config/admin (admin.secrets.encryptionKey), and restart Strapi.'
    );
  },

  unseal(sealed, purpose = '') {
    try {
      const opened = encryption.decrypt(sealed);
      const start = `${purpose}${SEPARATOR}`;
      return opened?.startsWith(start) ? opened.slice(start.length) : null;
    } catch {
      return null;
    }
  },
});
