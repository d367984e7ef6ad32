import type { TextKey } from '../i18n';

/** What is known of a provider's mail servers before its user types anything. */
export interface Preset<Values> {
  /** Stored with the server, and stands in the page's address. */
  id: string;
  /** The provider's own name, as it writes it; null: ours, from the translations. */
  name: string | null;
  values: Partial<Values>;
  /** What the administrator must do at the provider, in order. */
  notes: readonly TextKey[];
}
