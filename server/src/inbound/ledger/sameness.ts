/** What is known of two mails that claim the same effect. */
export interface Rival {
  contentKey: string;
  /** Carries List-Id or Resent-*: a list or a person passed it on. */
  redistributed: boolean;
  /** DMARC pass for the From domain. */
  authenticated: boolean;
}

/**
 * Whether a mail whose effect key is taken is a copy of the mail that took it, or another mail with a reused
 * Message-ID and Date. In doubt it is another one: delivering twice is mended by a person, dropping is not.
 * A likeness never counts when the new mail is authenticated and the holder was not, or anyone could silence a
 * sender by being first with a forgery.
 * @param textContained whether one's normalised text contains the other's.
 */
export const isCopy = (arriving: Rival, holder: Rival, textContained: boolean): boolean => {
  if (arriving.contentKey === holder.contentKey) return true;
  if (arriving.authenticated && !holder.authenticated) return false;
  return arriving.redistributed || holder.redistributed || textContained;
};
