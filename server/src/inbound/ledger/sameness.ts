/** What is known of two mails that claim the same effect. */
export interface Rival {
  contentKey: string;
  /** Carries List-Id or Resent-*: a list or a person passed it on. */
  redistributed: boolean;
  /** DMARC pass for the From domain. */
  authenticated: boolean;
  /** That domain vouches for the fields that say where the mail belongs and who has it. */
  vouched: boolean;
}

/**
 * Whether a mail whose effect key is taken is a copy of the mail that took it, or another mail with a reused
 * Message-ID and Date. In doubt it is another one: delivering twice is mended by a person, dropping is not.
 * A likeness never counts when the new mail proves more than the holder did, or anyone could silence a sender by being
 * first with a forgery, or with the mail itself and other fields in its header.
 * @param isAlike whether their content is the same, or one's normalised text contains the other's.
 */
export const isCopy = (arriving: Rival, holder: Rival, isAlike: boolean): boolean => {
  if (arriving.contentKey === holder.contentKey) return true;
  if (arriving.authenticated && !holder.authenticated) return false;
  if (arriving.vouched && !holder.vouched) return false;
  return arriving.redistributed || holder.redistributed || isAlike;
};
