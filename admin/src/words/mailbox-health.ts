import type { StatusVariant } from '@strapi/design-system';
import type { IncomingServer } from '../../../contracts';
import type { TextKey } from '../i18n';

/** How a mailbox is doing, in words. */
export interface Health {
  tone: StatusVariant;
  word: TextKey;
  /** What follows from it; null where the times say it. */
  means: TextKey | null;
}

/** What counts most comes first: a server that is switched off is that, however its last run went. */
export const healthOf = ({
  active,
  errorSince,
  failures,
  lastSuccessAt,
  state,
}: Pick<IncomingServer, 'active' | 'errorSince' | 'failures' | 'lastSuccessAt' | 'state'>): Health => {
  if (state === 'draft') {
    return { tone: 'warning', word: 'incoming.health.draft', means: 'incoming.health.draft.means' };
  }
  if (!active) {
    return { tone: 'neutral', word: 'incoming.health.inactive', means: 'incoming.health.inactive.means' };
  }
  if (errorSince !== null && failures !== 0) {
    return { tone: 'danger', word: 'incoming.health.failing', means: null };
  }
  // The last run took the mail in, and could not do something else, as moving it afterwards.
  if (errorSince !== null) return { tone: 'warning', word: 'incoming.health.warned', means: null };
  if (lastSuccessAt !== null) return { tone: 'success', word: 'incoming.health.ok', means: null };
  return { tone: 'secondary', word: 'incoming.health.waiting', means: 'incoming.health.waiting.means' };
};
